package io.wutong.channel.wechatpay;

import io.vertx.core.Future;
import io.wutong.spi.HttpReply;
import io.wutong.spi.JsonException;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import io.wutong.support.BadAnswer;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Downloads WeChat's certificates for merchants that have no public key of WeChat's: before the first call, every hour,
 * and when a message names a serial that is not known, at most once a minute. A download that does not hold leaves what
 * was there; nobody is ever locked out by one.
 */
final class Certificates {

    private static final String PATH = "/v3/certificates";
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);

    private final boolean downloaded;
    private final PlatformKeys keys;
    private final Sealed sealed;
    private final long ageSecondsMax;
    private final PluginServices services;
    private volatile Instant asked = Instant.EPOCH;
    private volatile Future<Void> underWay = Future.succeededFuture();

    Certificates(Settings settings, PlatformKeys keys, Sealed sealed, PluginServices services) {
        this.downloaded = settings.platformKeyId().isEmpty();
        this.keys = keys;
        this.sealed = sealed;
        this.ageSecondsMax = settings.notificationAgeSecondsMax();
        this.services = services;
    }

    /** Completes when there is something to verify with, or nothing could be had. */
    Future<Void> ready(ApiClient client, long remainingMillis) {
        boolean old = services.clock().instant().isAfter(asked.plus(EVERY));
        return downloaded && (keys.isEmpty() || old) ? refresh(client, remainingMillis) : Future.succeededFuture();
    }

    /** Never fails. */
    Future<Void> refresh(ApiClient client, long remainingMillis) {
        Future<Void> asking = underWay;
        if (!asking.isComplete()) {
            return asking;
        }
        Instant now = services.clock().instant();
        if (!downloaded || (now.isBefore(asked.plus(AT_MOST_EVERY)) && !keys.isEmpty())) {
            return Future.succeededFuture();
        }
        asked = now;
        Future<Void> download = download(client, remainingMillis);
        underWay = download;
        return download;
    }

    private Future<Void> download(ApiClient client, long remainingMillis) {
        return client.send("GET", PATH, null, remainingMillis)
                .compose(sent -> sent instanceof Outcome.Succeeded<HttpReply> reply
                        ? services.work(() -> adopt(reply.answer()))
                        : Future.succeededFuture("certificates." + sent.label()))
                .otherwise("certificates.failed")
                .map(fault -> {
                    if (!fault.isEmpty()) {
                        services.log().error("WeChat Pay's certificates were not renewed: {}", fault);
                    }
                    return null;
                });
    }

    /** What is wrong; empty when the certificates are in use. */
    private String adopt(HttpReply reply) {
        if (reply.status() != 200) {
            return "http_" + reply.status();
        }
        try {
            Map<String, PublicKey> downloadedKeys =
                    PlatformKeys.read(reply.body().getBytes(), sealed);
            PlatformKeys together = new PlatformKeys(downloadedKeys);
            Optional<String> fault =
                    new SignatureVerifier(together, services.clock(), ageSecondsMax).fault(reply::header, reply.body());
            if (fault.isPresent()) {
                return fault.get();
            }
            keys.adopt(downloadedKeys);
            return "";
        } catch (JsonException e) {
            return "answer.json";
        } catch (BadAnswer e) {
            return e.shortCause();
        }
    }
}
