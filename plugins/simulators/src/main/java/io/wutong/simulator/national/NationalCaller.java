package io.wutong.simulator.national;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.PemTrustOptions;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/**
 * The national platform as a caller: it hands a far hospital's messages on to the province that insures the patient,
 * signed with {@code x-tif-*} and, over {@code input}, in {@code cainfo}; it believes an answer only with the province's
 * signature over {@code output}.
 */
public final class NationalCaller {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String PATH = "/fsi/api/rsfComIfsService/callService/";

    /**
     * Its account at the province.
     *
     * @param port of the province's listener on this machine
     * @param trusted the authority of the province's certificate
     * @param signs its own keys
     * @param province whose signature an answer must bear
     */
    public record Account(int port, Path trusted, String paasid, String token, Sm2Pair signs, PublicKey province) {}

    /** Where the patient is treated. */
    public record Hospital(String code, String name, String area) {}

    /** An answer, whose signature was right. */
    public record Reply(int status, String text, JsonNode body) {
        public boolean succeeded() {
            return status == 200 && body.path("infcode").asInt(-1) == 0;
        }

        public JsonNode output() {
            return body.path("output");
        }
    }

    private final Account account;
    private final HttpClient client;
    private int serial;

    public NationalCaller(Vertx vertx, Account account) {
        this.account = account;
        client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setTrustOptions(
                        new PemTrustOptions().addCertPath(account.trusted().toString())));
    }

    /** A new message of a hospital. */
    public ObjectNode message(Hospital hospital, String infno, String home, ObjectNode input) {
        ZonedDateTime now = Instant.now().atZone(ZONE);
        ObjectNode envelope = JSON.createObjectNode();
        envelope.put("infno", infno)
                .put("msgid", hospital.code() + COMPACT.format(now) + String.format(Locale.ROOT, "%04d", ++serial))
                .put("mdtrtarea_admvs", hospital.area())
                .put("insuplc_admdvs", home)
                .put("recer_sys_code", "YBXT")
                .put("infver", "V1.0")
                .put("opter_type", "1")
                .put("opter", "0001")
                .put("opter_name", "平台")
                .put("inf_time", SECONDS.format(now))
                .put("fixmedins_code", hospital.code())
                .put("fixmedins_name", hospital.name())
                .put("sign_no", "")
                .put("signtype", "SM2")
                .put("cainfo", account.signs().sign(bytes(input)));
        envelope.set("input", input);
        return envelope;
    }

    /** Sends a message, for the first time or again. */
    public Future<Reply> send(ObjectNode envelope) {
        String time = Long.toString(Instant.now().getEpochSecond());
        String nonce = UUID.randomUUID().toString();
        return client.request(
                        HttpMethod.POST,
                        account.port(),
                        "localhost",
                        PATH + envelope.path("infno").asText())
                .compose(request -> request.putHeader("x-tif-paasid", account.paasid())
                        .putHeader("x-tif-timestamp", time)
                        .putHeader("x-tif-nonce", nonce)
                        .putHeader("x-tif-signature", sha256(time + account.token() + nonce + time))
                        .putHeader("content-type", "application/json;charset=utf-8")
                        .send(Buffer.buffer(bytes(envelope))))
                .compose(response -> response.body().map(body -> {
                    String text = body.toString(StandardCharsets.UTF_8);
                    return reply(response.statusCode(), text);
                }))
                // Vert.x closes a client that nobody refers to, with what is under way
                .onComplete(ended -> Reference.reachabilityFence(client));
    }

    private Reply reply(int status, String text) {
        try {
            JsonNode body = JSON.readTree(text);
            // what is signed is the text of output itself, which stands last but for the signature
            int start = text.indexOf("\"output\":") + "\"output\":".length();
            int end = text.lastIndexOf(",\"cainfo\":");
            if (end < start) {
                throw new IllegalStateException("an answer without signature: " + text);
            }
            byte[] output = text.substring(start, end).getBytes(StandardCharsets.UTF_8);
            if (!Sm2Pair.verify(output, body.path("cainfo").asText(), account.province())) {
                throw new IllegalStateException("an answer whose signature is wrong: " + text);
            }
            return new Reply(status, text, body);
        } catch (JacksonException | GeneralSecurityException e) {
            throw new IllegalStateException("an answer that cannot be read: " + text, e);
        }
    }

    private static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JacksonException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public Future<Void> close() {
        return client.close();
    }
}
