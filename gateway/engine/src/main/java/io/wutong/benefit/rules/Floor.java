package io.wutong.benefit.rules;

/** 保底: the basic fund pays at least this ratio of what {@code of} names. */
public record Floor(Of of, Table<Integer> ratio) {

    /** What the ratio is taken of. */
    public enum Of {
        TOTAL,
        TOTAL_AFTER_DEDUCTIBLE,
        IN_SCOPE,
        IN_SCOPE_AFTER_DEDUCTIBLE
    }

    long least(Facts facts, Sums sums, long deductible) {
        long base = switch (of) {
            case TOTAL, TOTAL_AFTER_DEDUCTIBLE -> sums.totalFen();
            case IN_SCOPE, IN_SCOPE_AFTER_DEDUCTIBLE -> sums.inScopeFen();
        };
        boolean after = of == Of.TOTAL_AFTER_DEDUCTIBLE || of == Of.IN_SCOPE_AFTER_DEDUCTIBLE;
        long least =
                Ratios.of(after ? base - deductible : base, ratio.find(facts).orElse(0));
        return Math.min(least, sums.totalFen() - deductible);
    }
}
