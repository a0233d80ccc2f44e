package io.wutong.app;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wutong.host.HostEvents;
import io.wutong.observe.ExchangeEvents;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts and times exchanges by transaction and outcome, and plugins' calls by adapter; writes one line to the log for
 * each exchange. Never a person.
 */
final class Metrics implements ExchangeEvents, HostEvents {

    private static final Logger EXCHANGES = LoggerFactory.getLogger("io.wutong.exchange");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Tags, Timer> timers = new ConcurrentHashMap<>();

    Metrics(String process) {
        registry.config().commonTags("process", process);
        new io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics().bindTo(registry);
    }

    @Override
    public void ended(Ended exchange) {
        timers.computeIfAbsent(
                        Tags.of("infno", exchange.infno(), "outcome", exchange.outcome(), "from", exchange.from()),
                        tags -> timer("wutong.exchange", "exchanges by transaction and outcome", tags))
                .record(exchange.micros(), TimeUnit.MICROSECONDS);
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

    String scrape() {
        return registry.scrape();
    }
}
