package io.wutong.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.wutong.host.PluginRefusedException;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Capability;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.spi.Request;
import io.wutong.spi.VisitMemory;
import io.wutong.testkit.MisbehavingServer.Fault;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every region adapter holds to. Extend it, say how the adapter is configured, and give one visit's messages in
 * their order, the last of them the one with an effect that must never be taken wrongly (a settlement).
 */
public abstract class RegionAdapterContract extends PluginContract<Simulator> {

    private static final int ASKS_MAX = 3;

    @Override
    protected abstract RegionAdapterFactory factory();

    /** One visit's messages in their order, all of which succeed at the simulator; the last has the effect. */
    protected abstract List<Request> visit();

    /** Which of the HTTP requests that the last message causes carries the effect, from 0; by default the last one. */
    protected int effectRequest(int requests) {
        return requests - 1;
    }

    @Override
    final Descriptor descriptor() {
        return factory().descriptor();
    }

    @Override
    final void exercise(PluginWorld<Simulator> world) {
        CallContext context = Calls.context();
        visit().forEach(request -> succeed(world, request, context));
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_carry_a_visit_when_the_system_behaves(Packaging packaging) {
        try (PluginWorld<Simulator> world = world(packaging)) {
            exercise(world);
            assertThat(descriptor().transactions()).contains(last().infno());
        }
    }

    /** What it does not declare it refuses by itself, with a text for a clerk and without asking anybody. */
    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_refuse_what_it_does_not_declare(Packaging packaging) {
        assertThat(Declared.disagreeing(descriptor()))
                .as("capabilities and transactions say the same")
                .isEmpty();
        try (PluginWorld<Simulator> world = world(packaging)) {
            world.server().behave();
            for (String infno : Declared.lacking(descriptor())) {
                Outcome<Body> outcome =
                        Calls.await(adapter(world).call(Declared.withInfno(last(), infno), Calls.context()));
                assertThat(outcome).as(infno).isInstanceOf(Outcome.Rejected.class);
                assertThat(((Outcome.Rejected<Body>) outcome).message())
                        .as(infno)
                        .matches(".*\\p{IsHan}.*");
            }
            if (!descriptor().can(Capability.DAY_ROWS)) {
                assertThat(Calls.await(adapter(world).compareDay(LocalDate.of(2025, 1, 8), List.of(), Calls.context())))
                        .as("a day")
                        .isInstanceOf(Outcome.Rejected.class);
            }
            assertThat(world.server().requests()).as("requests").isZero();
        }
    }

    /** A node that needs what the plugin lacks does not start, and says which. */
    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_not_be_started_when_more_is_required_than_it_declares(Packaging packaging) {
        Capability[] lacking = Declared.lackingCapabilities(descriptor()).toArray(new Capability[0]);
        assertThatThrownBy(() -> world(packaging, spec -> spec.withRequired(lacking)))
                .isInstanceOf(PluginRefusedException.class)
                .hasMessageContainingAll(
                        Stream.of(lacking).map(Capability::name).toArray(String[]::new));
        Capability[] declared = descriptor().capabilities().toArray(new Capability[0]);
        world(packaging, spec -> spec.withRequired(declared)).close();
    }

    /** A national message may hold fields of a later release, or of a region. */
    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_carry_a_visit_when_its_messages_hold_fields_that_nobody_knows(Packaging packaging) {
        try (PluginWorld<Simulator> world = world(packaging)) {
            CallContext context = Calls.context();
            for (Request request : visit()) {
                Request wider = Declared.withUnknownFields(request);
                String before = Json.writeText(wider.input());
                succeed(world, wider, context);
                assertThat(Json.writeText(wider.input())).as("its input").isEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_say_not_sent_when_nobody_listens(Packaging packaging) {
        try (PluginWorld<Simulator> world = deserted(packaging)) {
            Request first = visit().get(0);
            assertThat(Calls.await(adapter(world).call(first, Calls.context()))).isInstanceOf(Outcome.NotSent.class);
            assertThat(Calls.await(adapter(world).query(new Reference(first, 1), Calls.context())))
                    .isInstanceOfAny(Outcome.NotSent.class, Outcome.Unknown.class);
            assertThat(Calls.await(adapter(world).reverse(new Reference(first, 1), Calls.context())))
                    .isInstanceOfAny(Outcome.NotSent.class, Outcome.Unknown.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_never_take_a_spoiled_answer_for_an_end(Packaging packaging) {
        int requests = requestsOfLast(packaging);
        for (Fault fault : faults(packaging)) {
            for (int from = 0; from < requests; from++) {
                // each try from the jar loads it anew: only the request that matters most, all of them with -Pfull
                if (packaging == Packaging.JAR && from != effectRequest(requests) && !Boolean.getBoolean(FULL)) {
                    continue;
                }
                try (PluginWorld<Simulator> world = world(packaging)) {
                    spoil(world, fault, from, from == effectRequest(requests));
                }
            }
        }
    }

    private void spoil(PluginWorld<Simulator> world, Fault fault, int from, boolean effect) {
        CallContext context = beforeLast(world);
        world.server().misbehave(fault, from);
        CallContext hurried = fault == Fault.HANG ? Calls.context(700, context.visit()) : context;
        Outcome<Body> outcome = Calls.await(adapter(world).call(last(), hurried));
        world.server().behave();
        String where = fault + " from request " + from + ": " + outcome;
        if (fault == Fault.NONE || fault == Fault.SLOW) {
            assertThat(outcome).as(where).isInstanceOf(Outcome.Succeeded.class);
        } else if (fault.harmless()) {
            // a connection that is out of step before the effect is asked for leaves nothing done
            assertThat(outcome)
                    .as(where)
                    .isInstanceOfAny(Outcome.Succeeded.class, Outcome.Unknown.class, Outcome.NotSent.class);
            if (effect) {
                assertThat(outcome).as(where).isNotInstanceOf(Outcome.NotSent.class);
            }
        } else {
            assertThat(outcome)
                    .as(where)
                    .isInstanceOfAny(Outcome.Unknown.class, Outcome.NotSent.class, Outcome.Pending.class);
            if (effect) {
                assertThat(outcome).as(where).isInstanceOfAny(Outcome.Unknown.class, Outcome.Pending.class);
            }
        }
        settleDoubt(world, outcome, context.visit(), where);
    }

    /** Asking afterwards agrees with what was said, and undoing ends in nothing. */
    private void settleDoubt(PluginWorld<Simulator> world, Outcome<Body> outcome, VisitMemory memory, String where) {
        Reference reference = new Reference(last(), 1);
        CallContext context = Calls.context(10_000, memory);
        if (descriptor().can(Capability.QUERY)) {
            Outcome<Body> found = known(() -> adapter(world).query(reference, context));
            if (outcome instanceof Outcome.NotSent) {
                assertThat(found).as(where + ", then asked").isNotInstanceOf(Outcome.Succeeded.class);
            }
            if (outcome instanceof Outcome.Succeeded) {
                assertThat(found).as(where + ", then asked").isInstanceOf(Outcome.Succeeded.class);
            }
        }
        if (descriptor().can(Capability.REVERSE)) {
            assertThat(known(() -> adapter(world).reverse(reference, context)))
                    .as(where + ", then undone")
                    .isInstanceOf(Outcome.Succeeded.class);
        }
    }

    /** Asked until it is known, as the host does: another connection of a pool may still be out of step. */
    private static <T> Outcome<T> known(Supplier<Future<Outcome<T>>> ask) {
        Outcome<T> outcome = Calls.await(ask.get());
        for (int asks = 1; asks < ASKS_MAX && outcome instanceof Outcome.Unknown; asks++) {
            outcome = Calls.await(ask.get());
        }
        return outcome;
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_answer_the_same_when_asked_or_undone_again(Packaging packaging) {
        try (PluginWorld<Simulator> world = world(packaging)) {
            CallContext context = beforeLast(world);
            Outcome<Body> done = succeed(world, last(), context);
            Reference reference = new Reference(last(), 1);
            if (descriptor().can(Capability.QUERY)) {
                Outcome<Body> once = Calls.await(adapter(world).query(reference, context));
                assertThat(once).isInstanceOf(Outcome.Succeeded.class);
                assertThat(Calls.await(adapter(world).query(reference, context)))
                        .isEqualTo(once);
                assertThat(done).isInstanceOf(Outcome.Succeeded.class);
            }
            if (descriptor().can(Capability.REVERSE)) {
                for (int i = 0; i < 3; i++) {
                    assertThat(Calls.await(adapter(world).reverse(reference, context)))
                            .as("undone, time " + i)
                            .isInstanceOf(Outcome.Succeeded.class);
                }
                if (descriptor().can(Capability.QUERY)) {
                    assertThat(Calls.await(adapter(world).query(reference, context)))
                            .as("asked after it was undone")
                            .isInstanceOf(Outcome.Rejected.class);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_give_up_in_time_when_the_system_hangs(Packaging packaging) {
        try (PluginWorld<Simulator> world = world(packaging)) {
            CallContext context = beforeLast(world);
            world.server().misbehave(Fault.HANG, 0);
            long start = System.nanoTime();
            Outcome<Body> outcome = Calls.await(adapter(world).call(last(), Calls.context(500, context.visit())));
            assertThat(outcome).isInstanceOfAny(Outcome.Unknown.class, Outcome.NotSent.class);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isLessThan(1_500);
            Waiting.until(
                    "it lets go of the connection too", () -> world.server().connections() == 0);
        }
    }

    private int requestsOfLast(Packaging packaging) {
        try (PluginWorld<Simulator> world = world(packaging)) {
            CallContext context = beforeLast(world);
            world.server().behave();
            succeed(world, last(), context);
            assertThat(world.server().requests())
                    .as("requests of " + last().infno())
                    .isPositive();
            return world.server().requests();
        }
    }

    private CallContext beforeLast(PluginWorld<Simulator> world) {
        CallContext context = Calls.context();
        List<Request> all = visit();
        all.subList(0, all.size() - 1).forEach(request -> succeed(world, request, context));
        return context;
    }

    private Request last() {
        List<Request> all = visit();
        return all.get(all.size() - 1);
    }

    private Outcome<Body> succeed(PluginWorld<Simulator> world, Request request, CallContext context) {
        Outcome<Body> outcome = Calls.await(adapter(world).call(request, context));
        assertThat(outcome).as(request.infno()).isInstanceOf(Outcome.Succeeded.class);
        return outcome;
    }

    private static RegionAdapter adapter(PluginWorld<Simulator> world) {
        return world.host().regionAdapter(world.spec().area()).orElseThrow().adapter();
    }
}
