package io.wutong.exchange;

import io.vertx.core.Future;
import io.wutong.cure.LegacyFiling;
import io.wutong.envelope.AnswerWriter;
import io.wutong.envelope.Csv;
import io.wutong.envelope.MessageId;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.HomeAdapter;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a legacy home refuses only because something is missing there: that is sent ahead, and the message once more, in
 * the same call. Which refusals these are stands in {@code api-spec/home-refusals.csv}.
 *
 * <pre>
 *   call ─ refused: still in hospital ───▶ 2402 ───────────▶ call again              SEQ-INHOSP-001
 *        ─ refused: filed for elsewhere ─▶ 5304 ─▶ 2501 ───▶ call again              FIL-AREA-001
 *        ─ anything else ────────────────▶ as it is
 * </pre>
 *
 * <p>A refusal is certain, so the message may be called again, and what is refused ahead leaves the refusal as it was. Of
 * what is sent ahead and may have happened the message's own end is unknown too. A patient is discharged only by a
 * settlement of the whole stay that names the day itself: where the place of care fills it in, he may still be there.
 */
final class Mending {

    private static final List<Map<String, String>> REFUSALS = Csv.rows("home-refusals.csv");

    private final Ports ports;
    private final Message message;
    private final Node home;
    private final HomeAdapter adapter;

    Mending(Ports ports, Message message, Target.Legacy target) {
        this.ports = ports;
        this.message = message;
        this.home = target.home();
        this.adapter = target.adapter();
    }

    Future<Outcome<Body>> call(Request request, CallContext context) {
        return adapter.adapter().call(request, context).compose(said -> {
            Care care = request.care();
            return said instanceof Outcome.Rejected<Body> rejected && care != null
                    ? mended(request, care, context, rejected)
                    : Future.succeededFuture(said);
        });
    }

    private Future<Outcome<Body>> mended(
            Request request, Care care, CallContext context, Outcome.Rejected<Body> rejected) {
        return switch (code(request.infno(), rejected.message())) {
            case "SEQ-INHOSP-001" -> discharged(request, care, context, rejected);
            case "FIL-AREA-001" -> filed(request, care, context, rejected);
            default -> Future.succeededFuture(rejected);
        };
    }

    private static String code(String infno, String text) {
        return REFUSALS.stream()
                .filter(row ->
                        row.getOrDefault("infno", "").equals(infno) && text.contains(row.getOrDefault("text", "?")))
                .map(row -> row.getOrDefault("code", ""))
                .findFirst()
                .orElse("");
    }

    // ------------------------------------------------------------ discharge

    private Future<Outcome<Body>> discharged(
            Request request, Care care, CallContext context, Outcome.Rejected<Body> rejected) {
        String at = care.dischargedAt();
        if (at == null || !left(request) || !knows("2402")) {
            return Future.succeededFuture(rejected);
        }
        Body info = Body.builder()
                .put("mdtrt_id", care.mdtrtId())
                .put("psn_no", care.psnNo())
                .put("insutype", care.insutype())
                .put("endtime", at)
                .put("dscg_way", "1")
                .build();
        Body input = Body.builder()
                .put("dscginfo", info)
                .put("diseinfo", List.<Body>of())
                .build();
        return ahead("2402", input, request, care, context)
                .compose(done -> done instanceof Outcome.Succeeded
                        ? adapter.adapter().call(request, context)
                        : Future.succeededFuture(notDone("2402", done, rejected)));
    }

    /** Whether the message itself says that the patient has left; a part of a stay never does. */
    private static boolean left(Request request) {
        Body data = request.input().body("data");
        return request.infno().equals("2304")
                && !data.textOr("mid_setl_flag", "0").equals("1")
                && !data.textOr("dscgTime", "").isBlank();
    }

    // --------------------------------------------------------------- filing

    private Future<Outcome<Body>> filed(
            Request request, Care care, CallContext context, Outcome.Rejected<Body> rejected) {
        if (!knows("2501") || !knows("5304")) {
            return Future.succeededFuture(rejected);
        }
        Body question = Body.of(
                "data",
                Body.builder()
                        .put("psn_no", care.psnNo())
                        .put("begntime", care.admittedAt())
                        .put("endtime", care.admittedAt())
                        .build());
        return ahead("5304", question, request, care, context).compose(found -> {
            Optional<LegacyFiling> wider = found instanceof Outcome.Succeeded<Body> list
                    ? LegacyFiling.above(message, care, list.answer())
                    : Optional.empty();
            return wider.isEmpty()
                    ? Future.succeededFuture(rejected)
                    : ahead("2501", wider.get().forCity(care), request, care, context)
                            .compose(done -> done instanceof Outcome.Succeeded<Body> made
                                    ? again(request, care, context, wider.get(), made.answer())
                                    : Future.succeededFuture(notDone("2501", done, rejected)));
        });
    }

    private Future<Outcome<Body>> again(
            Request request, Care care, CallContext context, LegacyFiling wider, Body made) {
        return ports.store()
                .commit(writing(wider.noted(message, home, care, made)))
                .compose(kept -> adapter.adapter().call(request, context))
                .map(said -> said.map(answer -> answer.with(AnswerWriter.WARNING, Value.text(wider.told()))));
    }

    private static Command<Boolean> writing(List<Row> rows) {
        return new Command<>() {
            @Override
            public Needs needs() {
                return Needs.NONE;
            }

            @Override
            public Decision<Boolean> decide(Rows none) {
                return Decision.of(true, rows);
            }
        };
    }

    // ----------------------------------------------------------------- both

    private boolean knows(String infno) {
        return adapter.descriptor().transactions().contains(infno);
    }

    /** What the message ends with when the step ahead of it was not done, or may not have been. */
    private static Outcome<Body> notDone(String infno, Outcome<Body> step, Outcome.Rejected<Body> rejected) {
        return step instanceof Outcome.Unknown || step instanceof Outcome.Pending
                ? Outcome.unknown("sent_ahead_" + infno)
                : rejected;
    }

    /** Under an id that follows from the message's, in the institution's name: repeated, it is the same step. */
    private Future<Outcome<Body>> ahead(String infno, Body input, Request request, Care care, CallContext context) {
        String msgid = MessageId.ahead(request.msgid(), infno);
        return adapter.adapter()
                .call(
                        new Request(
                                infno,
                                msgid,
                                request.careArea(),
                                request.homeArea(),
                                request.fixmedinsCode(),
                                request.opter(),
                                input,
                                care),
                        context)
                .recover(failure -> Future.succeededFuture(CallFailure.outcomeOf(failure)));
    }
}
