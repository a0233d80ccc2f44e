package io.wutong.app;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wutong.host.Breaker;
import io.wutong.host.GuardReport;
import io.wutong.host.HostEvents;
import io.wutong.http.guard.Admission;
import io.wutong.observe.ExchangeEvents;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and times exchanges by transaction and outcome, and plugins' calls by adapter; writes one line to the log for
 * each exchange. Never a person.
 */
final class Metrics implements ExchangeEvents, HostEvents {

    private static final Logger EXCHANGES = LoggerFactory.getLogger("io.wutong.exchange");
    private static final Logger CASES = LoggerFactory.getLogger("io.wutong.cases");
    private static final Logger GUARDS = LoggerFactory.getLogger("io.wutong.guard");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MultiGauge breakers = gauge("wutong.guard.breaker", "0 closed, 1 open, 2 half-open");
    private final MultiGauge inFlight = gauge("wutong.guard.in_flight", "calls under way at an adapter or a peer");
    private final MultiGauge refused =
            gauge("wutong.guard.refused", "calls refused for want of a place or by a breaker");
    private final MultiGauge certificates =
            gauge("wutong.certificate.days_left", "days until a certificate ends, by whose it is; below zero it has");
    private final Map<Tags, Timer> timers = new ConcurrentHashMap<>();
    /** Apart from the others, since every message looks here: a record costs less than tags. */
    private final Map<EndedAs, Timer> exchanges = new ConcurrentHashMap<>();

    private record EndedAs(String infno, String outcome, String from) {}

    Metrics(String process) {
        registry.config().commonTags("process", process);
        new io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics().bindTo(registry);
    }

    @Override
    public void ended(Ended exchange) {
        EndedAs as = new EndedAs(exchange.infno(), exchange.outcome(), exchange.from());
        Timer timer = exchanges.get(as);
        if (timer == null) {
            timer = exchanges.computeIfAbsent(
                    as,
                    one -> timer(
                            "wutong.exchange",
                            "exchanges by transaction and outcome",
                            Tags.of("infno", one.infno(), "outcome", one.outcome(), "from", one.from())));
        }
        timer.record(exchange.micros(), TimeUnit.MICROSECONDS);
        EXCHANGES
                .atInfo()
                .addKeyValue("infno", exchange.infno())
                .addKeyValue("msgid", exchange.msgid())
                .addKeyValue("trace_id", exchange.traceId())
                .addKeyValue("outcome", exchange.outcome())
                .addKeyValue("code", exchange.code())
                .addKeyValue("origin", exchange.origin())
                .addKeyValue("from", exchange.from())
                .addKeyValue("micros", exchange.micros())
                .log("exchange");
    }

    @Override
    public void asked(String peer, String outcome, long micros) {
        timers.computeIfAbsent(
                        Tags.of("peer", peer, "outcome", outcome),
                        tags -> timer("wutong.link", "messages sent to neighbours by peer and outcome", tags))
                .record(micros, TimeUnit.MICROSECONDS);
    }

    @Override
    public void called(String adapter, String operation, String outcome, Duration took) {
        timers.computeIfAbsent(
                        Tags.of("plugin", adapter, "operation", operation, "outcome", outcome),
                        tags -> timer("wutong.plugin", "calls of plugins by adapter, operation and outcome", tags))
                .record(took);
    }

    @Override
    public void stalled(String adapter, Duration atLeast) {
        registry.counter("wutong.plugin.stalls", "plugin", adapter).increment();
    }

    /** @param name of a listener, as the configuration calls it */
    void door(String name, Admission door) {
        Tags listener = Tags.of("listener", name);
        Gauge.builder("wutong.http.connections", door, Admission::connections)
                .description("open connections by listener")
                .tags(listener)
                .register(registry);
        Gauge.builder("wutong.http.in_flight", door, Admission::inFlight)
                .description("requests that are not answered yet, by listener")
                .tags(listener)
                .register(registry);
        FunctionCounter.builder("wutong.http.turned_away", door, Admission::turnedAway)
                .description("requests and connections answered NET-HTTP-015 for want of room, by listener")
                .tags(listener)
                .register(registry);
    }

    private MultiGauge gauge(String name, String description) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    private Timer timer(String name, String description, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    @Override
    public void failed(String infno, String msgid, Throwable failure) {
        EXCHANGES
                .atError()
                .addKeyValue("infno", infno)
                .addKeyValue("msgid", msgid)
                .setCause(failure)
                .log("exchange failed");
    }

    @Override
    public void compared(String finding) {
        registry.counter("wutong.sides", "finding", finding).increment();
        if (!Set.of("agreed", "busy", "overtaken").contains(finding)) {
            EXCHANGES.warn("单边账核对 {} / the sides of a settlement were compared: {}", finding, finding);
        }
    }

    @Override
    public void escalated(String kind, String node, String ref, String actor) {
        registry.counter("wutong.cases.escalated", "kind", kind).increment();
        CASES.warn("事项未按时办结，转 {} 处理 / not ended in time, now with {}: {} {} {}", actor, actor, node, kind, ref);
    }

    @Override
    public void breaker(String kind, String name, Breaker.State from, Breaker.State to) {
        registry.counter("wutong.breaker.changes", "kind", kind, "name", name, "to", label(to))
                .increment();
        if (to == Breaker.State.OPEN) {
            GUARDS.warn("{} {} 无应答，已熔断 / does not answer and is cut off ({} > {})", kind, name, from, to);
        } else {
            GUARDS.info("{} {} 熔断状态 / breaker {} > {}", kind, name, from, to);
        }
    }

    private static String label(Breaker.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param guards as they are now
     * @param endings of certificates, as they were looked at last
     */
    String scrape(List<GuardReport> guards, List<CertificateWatch.Ending> endings) {
        certificates.register(
                endings.stream()
                        .<MultiGauge.Row<?>>map(ending -> MultiGauge.Row.of(
                                Tags.of("owner", ending.owner(), "certificate", ending.name()), ending.daysLeft()))
                        .toList(),
                true);
        breakers.register(rows(guards, guard -> guard.breaker().state().ordinal()), true);
        inFlight.register(rows(guards, GuardReport::inFlight), true);
        refused.register(rows(guards, GuardReport::refused), true);
        return registry.scrape();
    }

    private static List<MultiGauge.Row<?>> rows(List<GuardReport> guards, ToLongFunction<GuardReport> value) {
        return guards.stream()
                .<MultiGauge.Row<?>>map(guard -> MultiGauge.Row.of(
                        Tags.of("kind", guard.kind(), "name", guard.name()), value.applyAsLong(guard)))
                .toList();
    }
}
