package io.wutong.app.client;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.wutong.http.HospitalListener;
import io.wutong.http.auth.TifSignature;
import java.util.UUID;

/** Sends national envelopes as a hospital does: the bytes as they are, the account's signature in the headers. */
public final class HospitalSender {

    private final Vertx vertx;
    private final HttpClient client;
    private final Target target;
    private final String account;
    private final String token;
    private final long timeoutMillis;

    public HospitalSender(Vertx vertx, Target target, String account, String token, long timeoutMillis) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(target.options());
        this.target = target;
        this.account = account;
        this.token = token;
        this.timeoutMillis = timeoutMillis;
    }

    /** Sends; fails with a {@link io.wutong.spi.CallFailure} that says whether the gateway may have the message. */
    public Future<Reply> send(byte[] envelope) {
        String timestamp = Long.toString(System.currentTimeMillis() / 1000);
        return send(envelope, timestamp, UUID.randomUUID().toString().replace("-", ""), token);
    }

    /** As above with everything given, so that a test can be wrong on purpose. */
    public Future<Reply> send(byte[] envelope, String timestamp, String nonce, String secret) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add(TifSignature.PAASID, account)
                .add(TifSignature.TIMESTAMP, timestamp)
                .add(TifSignature.NONCE, nonce)
                .add(TifSignature.SIGNATURE, TifSignature.sign(timestamp, secret, nonce));
        return Calls.send(
                vertx,
                client,
                target.request(HttpMethod.POST, HospitalListener.PATH),
                headers,
                envelope,
                timeoutMillis);
    }

    public Future<Void> close() {
        return client.close();
    }
}
