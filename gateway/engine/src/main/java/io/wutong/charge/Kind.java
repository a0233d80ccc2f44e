package io.wutong.charge;

import java.util.Arrays;
import java.util.Optional;

/** The settlements that can be charged in one: each with the question before it and with what takes it back. */
enum Kind {
    OUTPATIENT("2207", "2206", "2208", "data", Sequence.PAY_FIRST),
    PHARMACY("2102", "2101", "2103", "druginfo", Sequence.PAY_FIRST),
    INPATIENT("2304", "2303", "2305", "data", Sequence.SETTLE_AND_OWE);

    final String settles;
    final String tries;
    final String cancels;
    /** The node of the input that holds its main fields. */
    final String node;
    /** Where the region has said nothing. */
    final Sequence usual;

    Kind(String settles, String tries, String cancels, String node, Sequence usual) {
        this.settles = settles;
        this.tries = tries;
        this.cancels = cancels;
        this.node = node;
        this.usual = usual;
    }

    static Optional<Kind> of(String infno) {
        return Arrays.stream(values())
                .filter(kind -> kind.settles.equals(infno))
                .findFirst();
    }
}
