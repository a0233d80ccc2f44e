package io.wutong.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.app.client.HospitalSender;
import io.wutong.app.client.Target;
import io.wutong.port.Clock;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A hospital's HIS: writes national envelopes, signs and sends them over TLS. */
public final class HospitalClient {

    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private static final long TIMEOUT_MILLIS = 60_000;

    private final HospitalSender sender;
    private final String token;
    private final String fixmedinsCode;
    private final String careArea;
    private int serial;

    /** @param careArea {@code mdtrtarea_admvs} of what it sends */
    public HospitalClient(
            Vertx vertx, Path trusted, int port, String paasid, String token, String fixmedinsCode, String careArea) {
        this.sender =
                new HospitalSender(vertx, new Target("localhost", port, true, trusted), paasid, token, TIMEOUT_MILLIS);
        this.token = token;
        this.fixmedinsCode = fixmedinsCode;
        this.careArea = careArea;
    }

    /**
     * An answer.
     *
     * @param msgid what was sent
     * @param status HTTP status
     * @param bytes as received
     */
    @SuppressWarnings("ArrayRecordComponent") // compared byte for byte in tests
    public record Answer(String msgid, int status, byte[] bytes) {
        public Body body() {
            return Json.read(bytes);
        }

        public boolean succeeded() {
            return status == 200 && body().textOr("infcode", "").equals("0");
        }

        public Body output() {
            return body().body("output");
        }

        public String error() {
            return body().textOr("err_msg", body().textOr("message", ""));
        }
    }

    /** A new message. */
    public Body message(String infno, String homeArea, Body input) {
        LocalDateTime now = LocalDateTime.now(Clock.ZONE);
        return Body.builder()
                .put("infno", infno)
                .put(
                        "msgid",
                        fixmedinsCode + COMPACT.format(now) + String.format(Locale.ROOT, "%04d", ++serial % 10_000))
                .put("mdtrtarea_admvs", careArea)
                .put("insuplc_admdvs", homeArea)
                .put("recer_sys_code", "YBXT")
                .put("dev_no", "")
                .put("dev_safe_info", "")
                .put("cainfo", "")
                .put("signtype", "")
                .put("infver", "V1.0")
                .put("opter_type", "1")
                .put("opter", "0001")
                .put("opter_name", "示例经办")
                .put("inf_time", SECONDS.format(now))
                .put("fixmedins_code", fixmedinsCode)
                .put("fixmedins_name", "镇江市示范人民医院")
                .put("sign_no", "")
                .put("input", input)
                .build();
    }

    /** Sends an envelope, signed anew each time. */
    public Future<Answer> send(Body envelope) {
        return send(envelope.textOr("msgid", ""), Json.write(envelope));
    }

    public Future<Answer> send(String msgid, byte[] bytes) {
        return sender.send(bytes).map(reply -> new Answer(msgid, reply.status(), reply.bytes()));
    }

    /** As above with time and nonce given, signed with its own secret. */
    public Future<Answer> send(String msgid, byte[] bytes, String timestamp, String nonce) {
        return send(msgid, bytes, timestamp, nonce, token);
    }

    /** As above with everything given, so that a test can be wrong on purpose. */
    public Future<Answer> send(String msgid, byte[] bytes, String timestamp, String nonce, String secret) {
        return sender.send(bytes, timestamp, nonce, secret)
                .map(reply -> new Answer(msgid, reply.status(), reply.bytes()));
    }

    /** Sends a new message. */
    public Future<Answer> call(String infno, String homeArea, Body input) {
        return send(message(infno, homeArea, input));
    }

    public Future<Void> close() {
        return sender.close();
    }
}
