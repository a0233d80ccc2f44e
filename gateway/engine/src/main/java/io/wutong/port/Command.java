package io.wutong.port;

/**
 * A change of the store as a pure function from rows loaded to rows written and a result. It may be run more than once
 * (a batch that failed is tried again in smaller parts), so it has no effect of its own and no state.
 *
 * @param <R> the result
 */
public interface Command<R> {

    Needs needs();

    /** More rows, known only from the first ones; costs another round trip when it is not empty. */
    default Needs more(Rows rows) {
        return Needs.NONE;
    }

    /** Decides; an exception fails this command alone and writes nothing. */
    Decision<R> decide(Rows rows);
}
