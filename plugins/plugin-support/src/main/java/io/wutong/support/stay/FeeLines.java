package io.wutong.support.stay;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * 2301 and 2302 at a legacy system that wants the lines: what became of an upload or a removal is read off its rows.
 * Rows that stood for lines until the first came are deleted before it.
 */
public final class FeeLines {

    /** To be added to {@link StayAdapter#TRANSACTIONS}. */
    public static final Set<String> TRANSACTIONS = Set.of("2301", "2302");

    private static final String ALL = "0000";
    private static final String LINES_SENT = "lines_sent";

    private final LineSystem system;
    private final Profile profile;

    public FeeLines(LineSystem system, Profile profile) {
        this.system = system;
        this.profile = profile;
    }

    /** For {@link StaySystem#other}. */
    public Future<Body> call(Request request, CallContext context) {
        return switch (request.infno()) {
            case "2301" -> upload(request, context);
            case "2302" -> remove(request, context);
            default -> StayAdapter.unsupported();
        };
    }

    /** For {@link StaySystem#queryOther}. */
    public Future<Body> query(Request request, CallContext context) {
        return switch (request.infno()) {
            case "2301" -> queryUpload(request, context);
            case "2302" -> queryRemoval(request, context);
            default -> StayAdapter.unsupported();
        };
    }

    /** For {@link StaySystem#reverseOther}: a removal cannot be undone, its lines are uploaded again. */
    public Future<Body> reverse(Request request, CallContext context) {
        return request.infno().equals("2301") ? reverseUpload(request, context) : StayAdapter.unsupported();
    }

    /** What is answered where lines are not kept, so that what stands for them is uploaded before the trial. */
    public static Body notKept(Request request) {
        return request.infno().equals("2301") ? result(lines(request)) : Body.EMPTY;
    }

    private Future<Body> upload(Request request, CallContext context) {
        List<Body> lines = lines(request);
        return step(request, context)
                .compose(this::withoutSums)
                .compose(step -> sent(step.state())
                        .with(StayState.LINES, "1")
                        .rememberBefore(context)
                        .compose(sending -> save(step.with(sending), lines))
                        .recover(failure -> Effects.mayHaveHappened(failure)
                                ? Future.failedFuture(failure)
                                : step.state()
                                        .rememberAfter(context)
                                        .compose(forgotten -> Future.failedFuture(failure))))
                .map(saved -> result(lines));
    }

    /** What cannot be written fails here, not in a callback. */
    private Future<Body> save(Step step, List<Body> lines) {
        return Future.succeededFuture()
                .compose(start -> system.save(step, lines))
                .map(Body.EMPTY);
    }

    private Future<Body> remove(Request request, CallContext context) {
        List<Body> data = request.input().bodies("data");
        return step(request, context)
                .compose(step -> sent(step.state()).rememberBefore(context).map(step::with))
                .compose(step -> isAll(data)
                        ? deleteAll(step)
                        : system.takeBack(step, keys(data)).map(Body.EMPTY));
    }

    private Future<Body> deleteAll(Step step) {
        return system.deleteAll(step)
                .compose(gone -> step.state().with(StayState.LINES, "").rememberAfter(step.context()))
                .map(Body.EMPTY);
    }

    private Future<Body> queryUpload(Request request, CallContext context) {
        List<Body> lines = lines(request);
        Set<String> asked = keys(lines);
        return step(request, context)
                .compose(step -> system.find(step).map(there -> {
                    long written =
                            asked.stream().filter(there.written()::contains).count();
                    if (written == asked.size()) {
                        return result(lines);
                    }
                    requireQuiet(step.state());
                    if (written > 0) {
                        throw new CallFailure(true, "partly");
                    }
                    throw profile.absent();
                }));
    }

    private Future<Body> reverseUpload(Request request, CallContext context) {
        Set<String> asked = keys(lines(request));
        return step(request, context).compose(step -> {
            requireQuiet(step.state());
            return system.takeBack(step, asked).map(Body.EMPTY);
        });
    }

    private Future<Body> queryRemoval(Request request, CallContext context) {
        List<Body> data = request.input().bodies("data");
        Set<String> asked = keys(data);
        return step(request, context)
                .compose(step -> system.find(step).map(there -> {
                    boolean stands = isAll(data)
                            ? !there.standing().isEmpty()
                            : asked.stream().anyMatch(there.standing()::contains);
                    if (stands) {
                        requireQuiet(step.state());
                        throw profile.absent();
                    }
                    return Body.EMPTY;
                }));
    }

    private Future<Step> step(Request request, CallContext context) {
        return StayState.recall(context).map(state -> {
            profile.visitNo(state);
            return new Step(request, context, state);
        });
    }

    /** Lines have come after all: what stood for them goes first. */
    private Future<Step> withoutSums(Step step) {
        if (step.state().text(StayState.SUMMARY).isEmpty()) {
            return Future.succeededFuture(step);
        }
        return Effects.before(system.deleteAll(step).map(step))
                .compose(deleted -> step.state().with(StayState.SUMMARY, "").rememberBefore(step.context()))
                .map(step::with);
    }

    private StayState sent(StayState state) {
        return state.with(LINES_SENT, Long.toString(profile.nowMillis()));
    }

    /** Rows that were sent may still be on their way. */
    private void requireQuiet(StayState state) {
        if (profile.nowMillis() - state.millis(LINES_SENT) < profile.absenceMillis()) {
            throw new CallFailure(true, "absence_unproven");
        }
    }

    private static List<Body> lines(Request request) {
        return request.input().bodies("feedetail");
    }

    private Set<String> keys(List<Body> lines) {
        return lines.stream()
                .flatMap(line -> line.text("feedetl_sn").stream())
                .map(system::key)
                .collect(Collectors.toSet());
    }

    private static boolean isAll(List<Body> data) {
        return data.stream().anyMatch(line -> line.textOr("feedetl_sn", "").equals(ALL));
    }

    private static Body result(List<Body> lines) {
        List<Body> results = new ArrayList<>();
        for (Body line : lines) {
            Body.Builder result = Body.builder();
            for (String name : List.of("feedetl_sn", "det_item_fee_sumamt", "cnt", "pric")) {
                Value value = line.get(name);
                if (value != null) {
                    result.put(name, value);
                }
            }
            results.add(result.build());
        }
        return Body.builder().put("result", results).build();
    }
}
