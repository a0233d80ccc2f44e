package io.wutong.app;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says 30, 7 and 1 days ahead that a certificate ends, and that it has ended: ours, those of the channels and legacy
 * systems that adapters are configured with, and those that neighbours show.
 *
 * <pre>
 *   ours, adapters': whatever PEM the configuration holds, read again at each look, the first to end of a file counts
 *   neighbours':     what they have shown, the last to end of a name counts, since a renewed one follows the old
 * </pre>
 */
final class CertificateWatch {

    private static final Logger LOG = LoggerFactory.getLogger("io.wutong.certificates");

    private static final List<Integer> ALARM_DAYS = List.of(1, 7, 30);
    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";

    /** In place of a file that cannot be read: said so. */
    static final String UNREADABLE = BEGIN;

    /** Of so many neighbours at most; a process has few. */
    private static final int SHOWN_MAX = 1_000;

    /** A certificate that ends. */
    record Ending(String owner, String name, Instant end, long daysLeft) {}

    /** PEM text of somebody. */
    record Held(String owner, String name, String pem) {}

    private final Supplier<Instant> now;
    private final Supplier<List<Held>> held;
    private final Set<X509Certificate> shown = ConcurrentHashMap.newKeySet();
    /** The nearest limit that was told of, by owner and name and the end that it was told of. */
    private final Map<String, Integer> told = new HashMap<>();

    private volatile List<Ending> endings = List.of();

    CertificateWatch(Supplier<Instant> now, Supplier<List<Held>> held) {
        this.now = now;
        this.held = held;
    }

    /** As they were when they were looked at last. */
    List<Ending> endings() {
        return endings;
    }

    /** What a neighbour has proved itself with; on any thread, for every message. */
    void shown(X509Certificate certificate) {
        if (shown.size() < SHOWN_MAX) {
            shown.add(certificate);
        }
    }

    /**
     * Looks at all, and writes to the log what has come nearer than a limit since it was looked at last. Reads files, so
     * not for the event loop.
     */
    synchronized List<Ending> look() {
        Instant at = now.get();
        List<Ending> found = new ArrayList<>();
        held.get().forEach(pem -> first(pem, at, found));
        Map<String, X509Certificate> last = new TreeMap<>();
        shown.forEach(certificate -> last.merge(
                certificate.getSubjectX500Principal().getName(),
                certificate,
                (one, other) -> one.getNotAfter().after(other.getNotAfter()) ? one : other));
        shown.retainAll(last.values());
        last.forEach((name, certificate) -> found.add(ending("peer", name, certificate, at)));
        found.forEach(this::tell);
        endings = List.copyOf(found);
        return endings;
    }

    private static void first(Held pem, Instant at, List<Ending> endings) {
        if (!pem.pem().contains(BEGIN)) {
            return;
        }
        byte[] certificates = pem.pem().substring(pem.pem().indexOf(BEGIN)).getBytes(StandardCharsets.ISO_8859_1);
        try {
            CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates))
                    .stream()
                    .filter(X509Certificate.class::isInstance)
                    .map(Certificate.class::cast)
                    .map(X509Certificate.class::cast)
                    .min(Comparator.comparing(X509Certificate::getNotAfter))
                    .ifPresent(certificate -> endings.add(ending(pem.owner(), pem.name(), certificate, at)));
        } catch (CertificateException e) {
            LOG.warn("{} 的证书 {} 无法读取 / a certificate cannot be read", pem.owner(), pem.name());
        }
    }

    private static Ending ending(String owner, String name, X509Certificate certificate, Instant at) {
        Instant end = certificate.getNotAfter().toInstant();
        return new Ending(
                owner, name, end, Math.floorDiv(Duration.between(at, end).toSeconds(), 86_400));
    }

    private void tell(Ending ending) {
        Instant end = ending.end();
        String key = ending.owner() + "/" + ending.name() + "/" + end;
        int limit = end.isAfter(now.get())
                ? ALARM_DAYS.stream()
                        .filter(days -> ending.daysLeft() < days)
                        .findFirst()
                        .orElse(Integer.MAX_VALUE)
                : 0;
        if (limit == Integer.MAX_VALUE || told.getOrDefault(key, Integer.MAX_VALUE) <= limit) {
            return;
        }
        told.put(key, limit);
        if (limit == 0) {
            LOG.error("{} 的证书 {} 已于 {} 到期 / has ended", ending.owner(), ending.name(), end);
        } else {
            LOG.warn(
                    "{} 的证书 {} 将于 {} 到期，剩余不足 {} 天，请更换 / ends in less than so many days, replace it",
                    ending.owner(),
                    ending.name(),
                    end,
                    limit);
        }
    }
}
