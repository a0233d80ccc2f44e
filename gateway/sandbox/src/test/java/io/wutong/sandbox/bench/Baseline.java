package io.wutong.sandbox.bench;

/**
 * What the gateway is compared with: the rows that one settlement of its own has written, written again under other keys,
 * one transaction each, nothing read, nothing calculated, nothing answered. What was inserted is inserted, one statement
 * for each table; the visit's two sides, the accumulator and the tally, which stood before, are updated.
 */
interface Baseline {

    int CLIENTS = 16;

    /**
     * A run of it.
     *
     * @param visitsUsed visits from the first on that may have been used
     */
    record Ran(long transactions, double perSecond, long visitsUsed) {}

    /** As the table of figures calls it. */
    String name();

    /** How many times as much as it settlements a second must reach. */
    double must();

    /** And are to. */
    double aim();

    /** How many rows a transaction writes. */
    int rows();

    /** As fast as it goes. */
    Ran run(long firstVisit, int seconds) throws Exception;
}
