package io.wutong.sandbox.bench;

import java.util.List;
import java.util.stream.Stream;

/**
 * How large a run is: each is {@code -Dbench.NAME}.
 *
 * @param persons who may be settled, in two homes
 * @param visits laid down beforehand, each used once
 * @param history settlements that stand in the store whose cost is compared with an empty one's
 * @param pairs interleaved measurements of gateway and baseline
 * @param seconds of one measurement
 * @param warmupSeconds before the first, at least
 * @param warmupSettlements before the first, at least, unless that takes six times as long
 * @param connections of the closed loop
 * @param heapMiB of the gateway's process
 * @param options more of the gateway's JVM, for instance to record its flight
 * @param parts which parts are measured
 */
record Settings(
        int persons,
        int visits,
        int history,
        int pairs,
        int seconds,
        int warmupSeconds,
        int warmupSettlements,
        int connections,
        int heapMiB,
        List<String> options,
        String parts) {

    /** Of one measurement of the probe. */
    static final int PROBE_SETTLEMENTS = 5_000;

    /** Seconds of a measurement of which a ratio of many is made. */
    int secondsShort() {
        return Math.max(2, seconds / 2);
    }

    boolean wants(String part) {
        return parts.contains(part);
    }

    static Settings read() {
        return new Settings(
                Integer.getInteger("bench.persons", 1_000_000),
                Integer.getInteger("bench.visits", 600_000),
                Integer.getInteger("bench.history", 2_000_000),
                Integer.getInteger("bench.pairs", 5),
                Integer.getInteger("bench.seconds", 4),
                Integer.getInteger("bench.warmup", 10),
                Integer.getInteger("bench.warmupSettlements", 20_000),
                Integer.getInteger("bench.connections", 256),
                Integer.getInteger("bench.heap", 256),
                Stream.of(System.getProperty("bench.options", "").split(" "))
                        .filter(option -> !option.isEmpty())
                        .toList(),
                System.getProperty("bench.parts", "throughput,latency,levels,retry,processes,history"));
    }
}
