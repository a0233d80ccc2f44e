package io.wutong.simulator.hunan;

import io.wutong.simulator.pool.Accumulators;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One stay at the server: its state, its fee rows by their sequence, and its settlement while that stands. */
final class Visit {

    enum State {
        REGISTERED,
        SETTLED,
        CANCELLED
    }

    /** A fee row as it was sent; the texts are compared when the same sequence comes again. */
    record Fee(
            Map<String, String> fields, long fen, @Nullable String refunds) {}

    /** One fund's part: {@code aaa157}, {@code bka573}, {@code aae019}. */
    record Paid(String fund, String name, long fen) {}

    record Settlement(List<Paid> parts, long deductibleFen, Accumulators change, String settledAt) {}

    final String no;
    final Insured person;
    final String stayNo;
    final Map<String, String> admission;
    final Map<String, Fee> fees = new LinkedHashMap<>();
    State state = State.REGISTERED;

    @Nullable
    Settlement settlement;

    boolean everCancelled;

    Visit(String no, Insured person, String stayNo, Map<String, String> admission) {
        this.no = no;
        this.person = person;
        this.stayNo = stayNo;
        this.admission = admission;
    }

    long feesFen() {
        return fees.values().stream().mapToLong(Fee::fen).sum();
    }
}
