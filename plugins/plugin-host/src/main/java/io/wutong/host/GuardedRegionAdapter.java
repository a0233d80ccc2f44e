package io.wutong.host;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import java.time.LocalDate;
import java.util.List;

/** A region adapter whose every call ends as {@link GuardedCall} says. Closing it does nothing: the host does that. */
final class GuardedRegionAdapter implements RegionAdapter {
    private final Vertx vertx;
    private final AdapterRuntime runtime;
    private final HostEvents events;

    GuardedRegionAdapter(Vertx vertx, AdapterRuntime runtime, HostEvents events) {
        this.vertx = vertx;
        this.runtime = runtime;
        this.events = events;
    }

    @Override
    public Future<Outcome<Body>> call(Request request, CallContext context) {
        return GuardedCall.<RegionAdapter, Body>of(
                vertx,
                runtime,
                events,
                GuardedCall.Kind.asked("call", answer -> AnswersWhom.check(request, answer)),
                context.deadlineNanos(),
                adapter -> runtime.lanes().run(request, context.deadlineNanos(), () -> adapter.call(request, context)));
    }

    @Override
    public Future<Outcome<Body>> query(Reference reference, CallContext context) {
        return GuardedCall.<RegionAdapter, Body>of(
                vertx,
                runtime,
                events,
                GuardedCall.Kind.asked("query", answer -> AnswersWhom.check(reference.original(), answer)),
                context.deadlineNanos(),
                adapter -> runtime.lanes()
                        .run(reference.original(), context.deadlineNanos(), () -> adapter.query(reference, context)));
    }

    @Override
    public Future<Outcome<Body>> reverse(Reference reference, CallContext context) {
        return GuardedCall.<RegionAdapter, Body>of(
                vertx,
                runtime,
                events,
                GuardedCall.Kind.asked("reverse", answer -> AnswersWhom.check(reference.original(), answer)),
                context.deadlineNanos(),
                adapter -> runtime.lanes()
                        .run(reference.original(), context.deadlineNanos(), () -> adapter.reverse(reference, context)));
    }

    @Override
    public Future<Outcome<List<DayDifference>>> compareDay(LocalDate day, List<DayRow> ours, CallContext context) {
        return GuardedCall.<RegionAdapter, List<DayDifference>>of(
                vertx,
                runtime,
                events,
                GuardedCall.Kind.asked("compareDay"),
                context.deadlineNanos(),
                adapter -> adapter.compareDay(day, ours, context));
    }
}
