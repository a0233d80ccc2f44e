package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Care;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Request;
import io.wutong.support.Dates;
import io.wutong.support.FieldException;
import io.wutong.support.Xml;
import io.wutong.support.XmlException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the transactions share: configuration, the client, time, and the few calls that several of them make. */
final class Legacy {

    final HunanConfig config;
    final LegacyClient client;
    private final PluginServices services;

    Legacy(HunanConfig config, PluginServices services) {
        this.config = config;
        this.services = services;
        this.client = new LegacyClient(config, services);
    }

    /** Names of the request's node, and of the visit that the legacy system knows by its own number. */
    Names names(Body node, Request request, VisitState state) {
        return Names.of(node, request, config)
                .with("visit_no", state.text(VisitState.VISIT_NO).orElse(null))
                .with("dscg_way", state.text(VisitState.DSCG_WAY).orElse(null));
    }

    Future<LegacyReply> call(Function function, Names names, CallContext context) {
        return client.call(function, function.fields(names), context);
    }

    /**
     * The stays that the legacy system keeps under the visit's legacy number or, before that is known, under the
     * number of the stay that we gave it; cancelled ones are left out.
     */
    Future<LegacyReply> find(Request request, VisitState state, CallContext context) {
        return call(Function.FIND, names(Body.EMPTY, request, state), context);
    }

    /** The one stay that stands among those found, or none. */
    static List<Xml> standing(LegacyReply found) {
        List<Xml> rows = found.rows("bizinfo").stream()
                .filter(row -> !row.text("aae100").orElse("1").equals("0"))
                .toList();
        if (rows.size() > 1) {
            throw new CallFailure(true, "answer_several_visits");
        }
        return rows;
    }

    static boolean isSettled(Xml visit) {
        return switch (visit.text("bka891").orElse("")) {
            case "0" -> false;
            case "1" -> true;
            default -> throw new CallFailure(true, "answer_state");
        };
    }

    /** Checks that an answer speaks of the person and the visit that was asked about. */
    static Xml checked(Xml visit, Care care, VisitState state) {
        if (!visit.text("aac001").orElse("").equals(care.psnNo())) {
            throw new CallFailure(true, "answer_person");
        }
        String known = state.text(VisitState.VISIT_NO).orElse("");
        if (!known.isEmpty() && !visit.text("aaz217").orElse("").equals(known)) {
            throw new CallFailure(true, "answer_visit");
        }
        return visit;
    }

    static Care care(Request request) {
        Care care = request.care();
        if (care == null) {
            throw new CallFailure(false, "care_missing");
        }
        return care;
    }

    /** A step before the one that has the effect: however it fails, the effect has not been asked for. */
    static <T> Future<T> before(Future<T> step) {
        return step.recover(failure -> Future.failedFuture(
                failure instanceof CallFailure call && call.sent()
                        ? new CallFailure(false, "before." + call.shortCause())
                        : failure));
    }

    /**
     * Makes a call with an effect on the visit: remembers before that it is under way, and forgets that when it has
     * certainly not happened. While the end of another one is not known, nothing is sent.
     */
    <T> Future<T> effect(
            Request request,
            VisitState state,
            CallContext context,
            UnaryOperator<VisitState> intent,
            java.util.function.Function<VisitState, Future<T>> call) {
        if (state.isOtherPending(request.infno(), request.msgid())) {
            return Future.failedFuture(new CallFailure(false, "earlier_unresolved"));
        }
        return intent.apply(state)
                .sending(request.infno(), request.msgid(), nowMillis())
                .rememberBefore(context)
                .compose(sending -> call.apply(sending).recover(failure -> {
                    return mayHaveHappened(failure)
                            ? Future.failedFuture(failure)
                            : state.nothingPending()
                                    .rememberAfter(context)
                                    .transform(kept -> Future.failedFuture(failure));
                }));
    }

    /** All but a refusal, a message that could not be written, and a call that certainly was not sent. */
    static boolean mayHaveHappened(Throwable failure) {
        return !(failure instanceof Refusal
                || failure instanceof FieldException
                || failure instanceof XmlException
                || (failure instanceof CallFailure known && !known.sent()));
    }

    /** The transaction that was sent is not there, and will not come: forgets that it was under way. */
    <T> Future<T> absent(VisitState state, CallContext context) {
        requireQuiet(state.millis(VisitState.SENT));
        return state.nothingPending().rememberAfter(context).compose(kept -> Future.failedFuture(absent()));
    }

    static Refusal absent() {
        return new Refusal("HUNAN-ABSENT", "参保地系统没有该笔交易");
    }

    /**
     * Fails as unknown while a message that was sent and whose effect is not to be seen may still be on its way: an old
     * system goes on working when nobody listens any more.
     */
    void requireQuiet(long sentMillis) {
        if (nowMillis() - sentMillis < config.absenceMillis()) {
            throw new CallFailure(true, "absence_unproven");
        }
    }

    long nowMillis() {
        return services.clock().millis();
    }

    LocalDateTime now() {
        return LocalDateTime.now(services.clock());
    }

    String nowText() {
        return Dates.dt19(now());
    }
}
