package io.wutong.region.nhsa;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Download;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.Json;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Value;
import io.wutong.support.CharsetException;
import io.wutong.support.Charsets;
import io.wutong.support.Session;
import io.wutong.support.Sm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Carries an envelope: to one URL, to a path of its own for each transaction, or to one URL with a bearer token and,
 * where there is a key, {@code input} signed as the bytes that are sent and then encrypted. {@code x-tif-*} where there
 * is an account. An answer is read once its signature holds.
 */
final class Transport {

    private static final Map<String, String> PATHS = paths();
    private static final int NONCE_BYTES = 16;

    private final NhsaConfig config;
    private final PluginServices services;
    private final Session token;
    private final AnswerSignature signature;

    Transport(NhsaConfig config, PluginServices services) {
        this.config = config;
        this.services = services;
        token = Login.session(config, services);
        signature = new AnswerSignature(config, clientId(), services);
    }

    private static Map<String, String> paths() {
        try (InputStream in = Objects.requireNonNull(Transport.class.getResourceAsStream("maps/paths.csv"))) {
            Map<String, String> paths = new HashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\s*,\\s*", 2))
                    .forEach(cells -> paths.put(cells[0], cells[1]));
            return Map.copyOf(paths);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The key of encrypted outputs; {@code ""} when nothing is encrypted. */
    String clientId() {
        NhsaConfig.OAuth oauth = config.oauth();
        return oauth != null && oauth.encrypts() ? oauth.clientId() : "";
    }

    Future<Reply> send(String infno, Body envelope, CallContext context) {
        return carry(infno, envelope, context, services::http, HttpReply::status)
                .compose(this::read);
    }

    /** As above, where the answer is a file: who asked for it closes it. */
    Future<Download> file(String infno, Body envelope, CallContext context) {
        return carry(infno, envelope, context, services::download, Download::status);
    }

    private <T> Future<T> carry(
            String infno,
            Body envelope,
            CallContext context,
            Function<HttpCall, Future<T>> sender,
            ToIntFunction<T> status) {
        if (context.deadlineNanos() - System.nanoTime() <= 0) {
            return Future.failedFuture(new CallFailure(false, "deadline"));
        }
        String path = config.transport().equals("paths") ? PATHS.get(infno) : "";
        if (path == null) {
            return Future.failedFuture(new CallFailure(false, "no_path_" + infno));
        }
        String url = config.url() + path;
        long timeout = Math.min(config.timeoutMillis(), context.remainingMillis());
        NhsaConfig.OAuth oauth = config.oauth();
        if (oauth == null) {
            return sender.apply(post(url, Json.writeText(envelope), null, timeout));
        }
        return sealed(oauth, envelope)
                .compose(text -> token.use(
                        bearer -> sender.apply(post(url, text, bearer, timeout)),
                        answer -> status.applyAsInt(answer) == 401))
                .map(answer -> {
                    if (status.applyAsInt(answer) == 401) {
                        throw new CallFailure(false, "token_refused");
                    }
                    return answer;
                });
    }

    private HttpCall post(String url, String text, @Nullable String bearer, long timeoutMillis) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json;charset=utf-8");
        if (bearer != null) {
            headers.put("Authorization", "Bearer " + bearer);
        }
        NhsaConfig.Tif tif = config.tif();
        if (tif != null) {
            headers.putAll(signature(tif));
        }
        return new HttpCall("POST", url, headers, Buffer.buffer(text), timeoutMillis);
    }

    private Map<String, String> signature(NhsaConfig.Tif tif) {
        String time = Long.toString(services.clock().millis() / 1_000);
        String nonce = HexFormat.of().formatHex(services.random(NONCE_BYTES));
        return Map.of(
                "x-tif-paasid",
                tif.paasid(),
                "x-tif-timestamp",
                time,
                "x-tif-nonce",
                nonce,
                "x-tif-signature",
                signature(time, services.secret(tif.tokenSecret()).text(), nonce));
    }

    /** SHA-256 over timestamp, token, nonce and timestamp again: it covers neither body nor path. */
    static String signature(String timestamp, String token, String nonce) {
        try {
            byte[] text = (timestamp + token + nonce + timestamp).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private Future<Reply> read(HttpReply reply) {
        if (reply.status() != 200) {
            throw new CallFailure(true, "http_" + reply.status());
        }
        try {
            String text = Charsets.decode(reply.body().getBytes(), StandardCharsets.UTF_8);
            return signature.checked(Reply.parse(text), text);
        } catch (CharsetException e) {
            throw new CallFailure(true, "answer_charset");
        }
    }

    private Future<String> sealed(NhsaConfig.OAuth oauth, Body envelope) {
        if (!oauth.encrypts()) {
            return Future.succeededFuture(Json.writeText(envelope.with("enc_type", Value.text("SM4"))));
        }
        String key = services.secret(oauth.privateKeySecret()).text();
        return services.work(() -> {
            byte[] input = Json.writeText(envelope.body("input")).getBytes(StandardCharsets.UTF_8);
            return Json.writeText(
                    envelope.with("cainfo", Value.text(Sm.sign(input, Sm.privateKey(key), oauth.userId())))
                            .with("signtype", Value.text("SM2"))
                            .with("enc_type", Value.text("SM4"))
                            .with("input", Value.text(ClientCipher.encrypt(input, oauth.clientId()))));
        });
    }
}
