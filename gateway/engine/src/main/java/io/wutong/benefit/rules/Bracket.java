package io.wutong.benefit.rules;

/**
 * A range of an amount and the part of it that is paid.
 *
 * @param fromFen from where, exclusive
 * @param toFen to where, inclusive; {@link Long#MAX_VALUE} for no end
 * @param ratioBp basis points: 6500 is 65%
 */
public record Bracket(long fromFen, long toFen, int ratioBp) {

    /** How much of what lies between two amounts lies in it. */
    long within(long from, long to) {
        return Math.max(0, Math.min(to, toFen) - Math.max(from, fromFen));
    }
}
