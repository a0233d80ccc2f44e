package io.wutong.app.cli;

import io.wutong.app.client.Reply;
import io.wutong.spi.Body;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.Value;

/**
 * How one call ended. Only what certainly did not arrive is called that; a lost or unreadable answer is unknown.
 *
 * @param status HTTP status; 0 without an answer
 * @param answer the answer read, null in JSON's sense when there is none
 * @param cause why it did not succeed, empty when it did
 */
@SuppressWarnings("ArrayRecordComponent") // printed as received
record Sent(int exit, String outcome, int status, byte[] bytes, Value answer, String cause) {

    private static final int BUSY = 503;

    /** What a hospital's answer says. */
    static Sent of(Reply reply) {
        Body answer;
        try {
            answer = Json.read(reply.bytes());
        } catch (JsonException e) {
            return new Sent(
                    Exit.UNKNOWN, "unknown", reply.status(), reply.bytes(), Value.Null.NULL, "HTTP " + reply.status());
        }
        String infcode = answer.textOr("infcode", "");
        String said = answer.textOr("err_msg", answer.textOr("message", "HTTP " + reply.status()));
        if (reply.status() == 200 && infcode.equals("0")) {
            return new Sent(Exit.OK, "succeeded", reply.status(), reply.bytes(), answer, "");
        }
        if (reply.status() == BUSY) {
            return new Sent(Exit.NOT_SENT, "not_sent", reply.status(), reply.bytes(), answer, said);
        }
        boolean unknown = reply.status() >= 500 || infcode.equals("-1");
        return unknown
                ? new Sent(Exit.UNKNOWN, "unknown", reply.status(), reply.bytes(), answer, said)
                : new Sent(Exit.FAILED, "refused", reply.status(), reply.bytes(), answer, said);
    }

    static Sent failed(Throwable failure) {
        boolean notSent = failure instanceof CallFailure call && !call.sent();
        return new Sent(
                notSent ? Exit.NOT_SENT : Exit.UNKNOWN,
                notSent ? "not_sent" : "unknown",
                0,
                new byte[0],
                Value.Null.NULL,
                Failures.text(failure));
    }

    /** For a reader at a terminal. */
    String text() {
        return switch (exit) {
            case Exit.OK -> "成功 · succeeded";
            case Exit.NOT_SENT -> "未送达 · not delivered: " + cause;
            case Exit.UNKNOWN -> "结果未知 · outcome unknown: " + cause;
            default -> "被拒绝 · refused: " + cause;
        };
    }
}
