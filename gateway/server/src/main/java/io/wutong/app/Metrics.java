package io.wutong.app;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.wutong.observe.ExchangeEvents;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts and times exchanges by infno, outcome and peer; writes one line to the log for each. Never a person. */
final class Metrics implements ExchangeEvents {

    private static final Logger LOG = LoggerFactory.getLogger("io.wutong.exchange");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Tags, Timer> timers = new ConcurrentHashMap<>();

    Metrics(String process) {
        registry.config().commonTags("process", process);
    }

    @Override
    public void ended(String infno, String outcome, String code, String peer, long micros) {
        timers.computeIfAbsent(
                        Tags.of("infno", infno, "outcome", outcome, "from", peer),
                        tags -> Timer.builder("wutong.exchange")
                                .description("exchanges by transaction and outcome")
                                .tags(tags)
                                .publishPercentiles(0.5, 0.99)
                                .register(registry))
                .record(micros, TimeUnit.MICROSECONDS);
        LOG.atInfo()
                .addKeyValue("infno", infno)
                .addKeyValue("outcome", outcome)
                .addKeyValue("code", code)
                .addKeyValue("from", peer)
                .addKeyValue("micros", micros)
                .log("exchange");
    }

    @Override
    public void failed(String infno, String msgid, Throwable failure) {
        LOG.atError().addKeyValue("infno", infno).addKeyValue("msgid", msgid).setCause(failure).log("exchange failed");
    }

    String scrape() {
        return registry.scrape();
    }
}
