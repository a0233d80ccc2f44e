package io.wutong.work;

import io.wutong.port.Row;
import io.wutong.port.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Who should work what, as one worker sees it: a pure decision from workers and leases.
 *
 * @param mine the buckets that are this worker's once the writes stand, with their fences
 * @param writes workers that are declared dead, buckets that change hands
 */
record Shares(Map<String, Long> mine, List<Row> writes) {

    static Shares of(Rows rows, long epoch, Instant now) {
        List<Row> writes = new ArrayList<>();
        List<Worker> workers = rows.all(Worker.ALL);
        Set<Long> live = workers.stream()
                .filter(worker -> worker.live() && !lapsed(worker, now))
                .map(Worker::epoch)
                .collect(Collectors.toSet());
        workers.stream().filter(worker -> lapsed(worker, now)).forEach(worker -> writes.add(worker.dead()));
        if (!live.contains(epoch)) {
            return new Shares(Map.of(), writes); // its own life must be renewed before it may take anything
        }
        List<Lease> leases = new ArrayList<>(rows.all(Lease.ALL));
        leases.removeIf(lease -> lease.bucket().equals(Lease.EPOCHS));
        if (leases.size() < Buckets.COUNT) {
            Set<String> known = leases.stream().map(Lease::bucket).collect(Collectors.toSet());
            Buckets.ALL.stream()
                    .filter(bucket -> !known.contains(bucket))
                    .forEach(bucket -> leases.add(new Lease(bucket, 0, 0)));
        }
        int fair = (Buckets.COUNT + live.size() - 1) / live.size();
        Map<String, Long> mine = new TreeMap<>();
        for (Lease lease : leases) {
            if (lease.epoch() == epoch) {
                if (mine.size() < fair) {
                    mine.put(lease.bucket(), lease.fence());
                } else {
                    writes.add(lease.to(0));
                }
            }
        }
        for (Lease lease : leases) {
            if (mine.size() < fair && lease.epoch() != epoch && !live.contains(lease.epoch())) {
                Lease taken = lease.to(epoch);
                mine.put(taken.bucket(), taken.fence());
                writes.add(taken);
            }
        }
        return new Shares(mine, writes);
    }

    /** Lapsed, or living longer than any renewal can have set: the database's clock was put back. */
    static boolean lapsed(Worker worker, Instant now) {
        return worker.live()
                && (!worker.until().isAfter(now)
                        || worker.until().isAfter(now.plusMillis(2 * LeaseKeeper.LIFE_MILLIS)));
    }

    boolean changesNothing() {
        return writes.isEmpty();
    }
}
