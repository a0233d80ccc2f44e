package io.wutong.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.wutong.envelope.Fault;
import io.wutong.http.guard.BodyRead;
import io.wutong.http.guard.BodyReader;
import io.wutong.payment.Payments;
import io.wutong.spi.Acknowledgement;
import io.wutong.spi.RawNotification;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /callbacks/{account}}: payment channels say what became of an order. */
public final class CallbackListener {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackListener.class);

    /** What is served, as {@code api-spec/openapi/hospital.yaml} says it. */
    static final Routes<String> ROUTES = new Routes<String>().on(HttpMethod.POST, "/callbacks/{account}", "receive");

    private final Payments payments;
    private final WindowQuota quota;

    /** @param quota of each address, before anything is verified */
    public CallbackListener(Payments payments, WindowQuota quota) {
        this.payments = payments;
        this.quota = quota;
    }

    public void handle(HttpServerRequest request) {
        Optional<Routes.Match<String>> match = ROUTES.match(request.method(), request.path());
        if (match.isEmpty()) {
            String allowed = ROUTES.allowed(request.path());
            if (allowed.isEmpty()) {
                HttpAnswers.refuse(request, 404, Fault.PATH, request.path());
            } else {
                HttpAnswers.refuseMethod(request, allowed);
            }
            return;
        }
        if (!quota.take(request.remoteAddress().hostAddress())) {
            HttpAnswers.refuse(request, 503, Fault.BUSY);
            return;
        }
        String account = match.get().variable();
        BodyReader.read(request, BodyReader.SMALL_BYTES_MAX).onSuccess(read -> {
            if (read instanceof BodyRead.Complete complete) {
                take(request, account, complete.body());
            }
        });
    }

    private void take(HttpServerRequest request, String account, Buffer body) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        payments.receive(account, new RawNotification(headers, body))
                .onSuccess(received -> {
                    Acknowledgement answer = received.acknowledgement();
                    request.response()
                            .setStatusCode(answer.status())
                            .putHeader("content-type", answer.contentType())
                            .end(answer.body());
                    if (!received.refusal().isEmpty()) {
                        LOG.warn("callback at {} refused: {}", account, received.refusal());
                    }
                    // acted on after it was acknowledged; the outbox heals what fails here
                    received.toApply()
                            .ifPresent(stored -> payments.apply(stored)
                                    .onFailure(failure ->
                                            LOG.warn("callback at {} is left to the outbox", account, failure)));
                })
                .onFailure(failure -> {
                    LOG.error("callback at {} failed", account, failure);
                    request.response().setStatusCode(500).end();
                });
    }
}
