package io.wutong.simulator.wechat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.wutong.simulator.notice.Notices;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells the merchant what happened: encrypts once, signs anew for every try, repeats after each delay of its schedule
 * until a 2xx, then gives up. Held notifications go out in the opposite order when they are released.
 */
final class Notifier extends Notices<NotificationFault> {

    private static final long STALE_SECONDS = 600;

    private final Merchant merchant;
    private final SimulatorKeys keys;
    private final Clock clock;

    Notifier(
            Merchant merchant,
            SimulatorKeys keys,
            Clock clock,
            List<Long> delaysMillis,
            Vertx vertx,
            HttpClientOptions options) {
        super(delaysMillis, vertx, options);
        this.merchant = merchant;
        this.keys = keys;
        this.clock = clock;
    }

    /** Whether the merchant acknowledged in the end. */
    Future<Boolean> notify(Orders.Event event) {
        NotificationFault fault = nextFault();
        if (fault == NotificationFault.DROP || event.notifyUrl().isEmpty()) {
            return Future.succeededFuture(false);
        }
        String body = envelope(event, fault);
        return tell(
                event.notifyUrl(),
                fault,
                fault == NotificationFault.DUPLICATE,
                onTry -> new Sent(headers(body, onTry), body));
    }

    @Override
    protected boolean taken(int status, String answer) {
        return status / 100 == 2;
    }

    /** The headers of a signed message. */
    Map<String, String> headers(String body, @Nullable NotificationFault fault) {
        long timestamp = clock.instant().getEpochSecond() - (fault == NotificationFault.STALE ? STALE_SECONDS : 0);
        String nonce = keys.nonce(32);
        String serial = keys.signingSerial();
        String signed = fault == NotificationFault.BAD_SIGNATURE ? body + " " : body;
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("Wechatpay-Timestamp", Long.toString(timestamp));
        headers.put("Wechatpay-Nonce", nonce);
        headers.put(
                "Wechatpay-Serial",
                fault == NotificationFault.UNKNOWN_SERIAL
                        ? "PUB_KEY_ID_0000"
                        : serial == null ? merchant.platformKeyId() : serial);
        headers.put("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
        if (fault == NotificationFault.SIGNTEST) {
            headers.put("Wechatpay-Signature", "WECHATPAY/SIGNTEST/" + keys.nonce(338));
        } else if (fault != NotificationFault.UNSIGNED) {
            headers.put("Wechatpay-Signature", keys.sign(timestamp + "\n" + nonce + "\n" + signed + "\n"));
        }
        return headers;
    }

    private String envelope(Orders.Event event, @Nullable NotificationFault fault) {
        ObjectNode inner = event.inner();
        if (fault == NotificationFault.WRONG_AMOUNT) {
            ObjectNode amount = (ObjectNode) inner.get("amount");
            amount.put("total", amount.get("total").longValue() + 1);
        } else if (fault == NotificationFault.OTHER_MERCHANT) {
            inner.put("mchid", "1900009999");
        }
        String nonce = keys.nonce(12);
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        envelope.put("id", UUID.randomUUID().toString());
        envelope.put("create_time", clock.instant().toString());
        envelope.put("resource_type", "encrypt-resource");
        envelope.put("event_type", event.type());
        envelope.put("summary", event.summary());
        envelope.putObject("resource")
                .put("original_type", event.originalType())
                .put("algorithm", "AEAD_AES_256_GCM")
                .put("ciphertext", keys.encrypt(merchant.apiV3Key(), nonce, event.originalType(), inner.toString()))
                .put("associated_data", event.originalType())
                .put("nonce", nonce);
        return envelope.toString();
    }
}
