package io.wutong.envelope;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import java.time.Instant;
import java.time.LocalDateTime;

/** Writes the national answer envelope (interface reference §1.2) for each of the five outcomes (design §6). */
public final class AnswerWriter {

    /** Characters of {@code err_msg}. */
    public static final int MESSAGE_LENGTH_MAX = 200;

    /** What a success tells besides: in an output it stands for the envelope's field of that name. */
    public static final String WARNING = "warn_msg";

    /** Hint of what is kept and goes on by itself, once the system behind answers again. */
    public static final String DEFERRED = "deferred";

    private AnswerWriter() {}

    /**
     * The answer's bytes.
     *
     * @param receiverArea the area that answers, first part of {@code inf_refmsgid}
     * @param serial ten digits, last part of {@code inf_refmsgid}
     */
    public static byte[] write(
            Outcome<Body> outcome, String receiverArea, String serial, Instant received, Instant answered) {
        LocalDateTime in = LocalDateTime.ofInstant(received, io.wutong.port.Clock.ZONE);
        LocalDateTime out = LocalDateTime.ofInstant(answered, io.wutong.port.Clock.ZONE);
        int infcode = 0;
        Value error = Value.Null.NULL;
        Value output = Value.Null.NULL;
        Value warning = null;
        if (outcome instanceof Outcome.Succeeded<Body> succeeded) {
            warning = succeeded.answer().get(WARNING);
            output = warning == null ? succeeded.answer() : without(succeeded.answer());
        } else if (outcome instanceof Outcome.Rejected<Body> rejected) {
            infcode = -2;
            error = Value.text(message(rejected.code(), rejected.message()));
        } else {
            infcode = -1;
            Fault fault = open(outcome);
            error = Value.text(
                    message(fault.code(), fault.zh(Suspension.seconds(outcome).orElse(1))));
        }
        Body.Builder answer = Body.builder();
        if (warning != null) {
            answer.put(WARNING, warning);
        }
        return Json.write(answer.put("infcode", infcode)
                .put("inf_refmsgid", receiverArea + Times.compact(in) + serial)
                .put("refmsg_time", Times.compactMillis(in))
                .put("respond_time", Times.compactMillis(out))
                .put("enctype", "")
                .put("signtype", "")
                .put("err_msg", error)
                .put("output", output)
                .build());
    }

    private static Body without(Body output) {
        Body.Builder rest = Body.builder();
        output.fields().forEach((name, value) -> {
            if (!name.equals(WARNING)) {
                rest.put(name, value);
            }
        });
        return rest.build();
    }

    private static Fault open(Outcome<Body> outcome) {
        if (outcome instanceof Outcome.Pending<Body> pending && pending.hint().equals(DEFERRED)) {
            return Fault.DEFERRED;
        }
        if (!(outcome instanceof Outcome.NotSent)) {
            return Fault.UNKNOWN;
        }
        return Suspension.seconds(outcome).isPresent() ? Fault.SUSPENDED : Fault.BUSY;
    }

    /** {@code [CODE] 中文}, cut to what the field holds. */
    public static String message(String code, String text) {
        String message = "[" + code + "] " + text;
        return message.codePointCount(0, message.length()) <= MESSAGE_LENGTH_MAX
                ? message
                : message.substring(0, message.offsetByCodePoints(0, MESSAGE_LENGTH_MAX - 1)) + "…";
    }
}
