package io.wutong.sandbox.bench;

/**
 * How large a run is: each is {@code -Dbench.NAME}.
 *
 * @param persons who may be settled, in two homes
 * @param visits laid down beforehand, each used once
 * @param history settlements that stand in the store whose cost is compared with an empty one's
 * @param pairs interleaved measurements of gateway and baseline
 * @param seconds of one measurement
 * @param warmupSeconds before the first
 * @param connections of the closed loop
 * @param heapMiB of the gateway's process
 */
record Settings(
        int persons,
        int visits,
        int history,
        int pairs,
        int seconds,
        int warmupSeconds,
        int connections,
        int heapMiB) {

    static Settings read() {
        return new Settings(
                Integer.getInteger("bench.persons", 1_000_000),
                Integer.getInteger("bench.visits", 600_000),
                Integer.getInteger("bench.history", 2_000_000),
                Integer.getInteger("bench.pairs", 5),
                Integer.getInteger("bench.seconds", 4),
                Integer.getInteger("bench.warmup", 10),
                Integer.getInteger("bench.connections", 256),
                Integer.getInteger("bench.heap", 256));
    }
}
