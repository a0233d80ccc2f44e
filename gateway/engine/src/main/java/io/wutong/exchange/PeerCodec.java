package io.wutong.exchange;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.observe.Hop;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import io.wutong.topology.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Our own envelope between processes ({@code api-spec/openapi/exchange.yaml}): beside the national message, as one
 * string so that its bytes arrive as they left, stand the hop trace, the remaining time, the trace id, the attempt, the
 * hash and the care.
 */
public final class PeerCodec {

    private static final Set<String> LEVELS =
            Arrays.stream(Level.values()).map(Level::name).collect(Collectors.toUnmodifiableSet());

    private PeerCodec() {}

    /**
     * A message on its way.
     *
     * @param from the last node that it passed
     * @param to the node that it goes to
     * @param hopsBefore nodes passed so far
     */
    public record PeerMessage(
            String from,
            String to,
            String destination,
            String traceId,
            long remainingMillis,
            int attempt,
            int hopsBefore,
            String hash,
            @Nullable Care care,
            byte[] message) {}

    /** An answer on its way back. */
    public record PeerReply(Outcome<Body> outcome, String origin, String result, List<Hop> hops) {}

    public static byte[] write(PeerMessage message) {
        Body.Builder out = Body.builder()
                .put("from", message.from())
                .put("to", message.to())
                .put("destination", message.destination())
                .put("trace_id", message.traceId())
                .put("remaining_ms", message.remainingMillis())
                .put("attempt", message.attempt())
                .put("hops_before", message.hopsBefore())
                .put("hash", message.hash());
        if (message.care() != null) {
            out.put("care", careBody(message.care()));
        }
        return Json.write(out.put("message", new String(message.message(), StandardCharsets.UTF_8))
                .build());
    }

    /**
     * Reads a message.
     *
     * @throws io.wutong.envelope.Refusal when it is none, or its hash is not that of its message
     */
    public static PeerMessage readMessage(byte[] bytes) {
        try {
            Body body = Json.read(bytes);
            return new PeerMessage(
                    Envelope.required(body, "from"),
                    Envelope.required(body, "to"),
                    body.textOr("destination", ""),
                    Envelope.required(body, "trace_id"),
                    Long.parseLong(Envelope.required(body, "remaining_ms")),
                    Integer.parseInt(Envelope.required(body, "attempt")),
                    Integer.parseInt(Envelope.required(body, "hops_before")),
                    Envelope.required(body, "hash"),
                    body.get("care") instanceof Body care ? care(care) : null,
                    Envelope.required(body, "message").getBytes(StandardCharsets.UTF_8));
        } catch (JsonException | NumberFormatException e) {
            throw Fault.JSON.refusal(e.getMessage());
        }
    }

    public static byte[] write(PeerReply reply) {
        Body.Builder out = Body.builder().put("outcome", reply.outcome().label());
        if (reply.outcome() instanceof Outcome.Succeeded<Body> succeeded) {
            out.put("output", succeeded.answer());
        } else if (reply.outcome() instanceof Outcome.Rejected<Body> rejected) {
            out.put("code", rejected.code()).put("message", rejected.message());
        } else if (reply.outcome() instanceof Outcome.Unknown<Body> unknown) {
            out.put("cause", unknown.cause());
        } else if (reply.outcome() instanceof Outcome.NotSent<Body> notSent) {
            out.put("cause", notSent.cause());
        } else if (reply.outcome() instanceof Outcome.Pending<Body> pending) {
            out.put("cause", pending.hint());
        }
        return Json.write(out.put("origin", reply.origin())
                .put("result", reply.result())
                .put("hops", hopsValue(reply.hops()))
                .build());
    }

    /** Reads an answer; what cannot be read is an unknown outcome, never a refusal. */
    public static PeerReply readReply(byte[] bytes) {
        try {
            Body body = Json.read(bytes);
            String cause = body.textOr("cause", "peer");
            Outcome<Body> outcome = switch (body.textOr("outcome", "")) {
                case "succeeded" -> Outcome.succeeded(body.body("output"));
                case "rejected" -> Outcome.rejected(body.textOr("code", "?"), body.textOr("message", ""));
                case "pending" -> Outcome.pending(cause);
                case "not_sent" -> Outcome.notSent(cause);
                default -> Outcome.unknown(cause);
            };
            return new PeerReply(
                    outcome, body.textOr("origin", ""), body.textOr("result", ""), readHops(body.get("hops")));
        } catch (IllegalArgumentException e) {
            return new PeerReply(Outcome.unknown("answer_unreadable"), "", "", List.of());
        }
    }

    /** Writes a trace. */
    public static Value hopsValue(List<Hop> hops) {
        List<Value> list = new ArrayList<>();
        for (Hop hop : hops) {
            list.add(Body.builder()
                    .put("node", hop.node())
                    .put("name", hop.name())
                    .put("level", hop.level())
                    .put("up_us", hop.upMicros())
                    .put("down_us", hop.downMicros())
                    .put("note", hop.note())
                    .build());
        }
        return new Value.Items(list);
    }

    /** Reads a trace, as it stands in the journal or in an answer. */
    public static List<Hop> readHops(@Nullable Value value) {
        List<Hop> hops = new ArrayList<>();
        if (value instanceof Value.Items items) {
            for (Body hop : items.bodies()) {
                if (!LEVELS.contains(hop.textOr("level", ""))) {
                    continue; // a trace is to be looked at; nothing of the answer hangs on it
                }
                hops.add(new Hop(
                        hop.textOr("node", ""),
                        hop.textOr("name", ""),
                        hop.textOr("level", ""),
                        Long.parseLong(hop.textOr("up_us", "0")),
                        Long.parseLong(hop.textOr("down_us", "0")),
                        hop.textOr("note", "")));
            }
        }
        return hops;
    }

    /** The care as JSON; amounts in fen. */
    public static Body careBody(Care care) {
        Body.Builder body = Body.builder()
                .put("mdtrt_id", care.mdtrtId())
                .put("fixmedins_code", care.fixmedinsCode())
                .put("fixmedins_name", care.fixmedinsName())
                .put("institution_area", care.institutionArea())
                .put("settlement_level", care.settlementLevel())
                .put("psn_no", care.psnNo())
                .put("insutype", care.insutype())
                .put("med_type", care.medType())
                .put("ipt_otp_no", care.iptOtpNo())
                .put("admitted_at", care.admittedAt())
                .put("discharged_at", care.dischargedAt())
                .put("diagnosis_code", care.diagnosisCode())
                .put("diagnosis_name", care.diagnosisName())
                .put("emergency", new Value.Bool(care.emergency()))
                .put("injury", new Value.Bool(care.injury()))
                .put("filing_no", care.filingNo())
                .put("disease_code", care.diseaseCode())
                .put("medfee_sum_fen", care.medfeeSumFen())
                .put("own_pay_fen", care.ownPayFen())
                .put("over_limit_fen", care.overLimitFen())
                .put("prior_self_pay_fen", care.priorSelfPayFen())
                .put("in_scope_fen", care.inScopeFen());
        if (!care.fees().isEmpty()) {
            body.put("fees", care.fees().stream().map(PeerCodec::dayFees).toList());
        }
        return body.build();
    }

    /** Reads the care again. */
    public static Care care(Body body) {
        return new Care(
                Envelope.required(body, "mdtrt_id"),
                body.textOr("fixmedins_code", ""),
                body.textOr("fixmedins_name", ""),
                body.textOr("institution_area", ""),
                body.textOr("settlement_level", ""),
                body.textOr("psn_no", ""),
                body.textOr("insutype", ""),
                body.textOr("med_type", ""),
                body.textOr("ipt_otp_no", ""),
                body.textOr("admitted_at", ""),
                body.text("discharged_at").orElse(null),
                body.text("diagnosis_code").orElse(null),
                body.text("diagnosis_name").orElse(null),
                "true".equals(body.textOr("emergency", "")),
                "true".equals(body.textOr("injury", "")),
                body.text("filing_no").orElse(null),
                body.text("disease_code").orElse(null),
                fen(body, "medfee_sum_fen"),
                fen(body, "own_pay_fen"),
                fen(body, "over_limit_fen"),
                fen(body, "prior_self_pay_fen"),
                fen(body, "in_scope_fen"),
                body.bodies("fees").stream().map(PeerCodec::dayFees).toList());
    }

    private static Body dayFees(Care.DayFees fees) {
        Body.Builder body = Body.builder()
                .put("day", fees.day())
                .put("own_pay_fen", fees.ownPayFen())
                .put("over_limit_fen", fees.overLimitFen())
                .put("prior_self_pay_fen", fees.priorSelfPayFen())
                .put("in_scope_fen", fees.inScopeFen());
        return (fees.item().isEmpty() ? body : body.put("item", fees.item())).build();
    }

    private static Care.DayFees dayFees(Body body) {
        return new Care.DayFees(
                Envelope.required(body, "day"),
                body.textOr("item", ""),
                fen(body, "own_pay_fen"),
                fen(body, "over_limit_fen"),
                fen(body, "prior_self_pay_fen"),
                fen(body, "in_scope_fen"));
    }

    private static long fen(Body body, String name) {
        return Long.parseLong(body.textOr(name, "0"));
    }
}
