package io.wutong.simulator.unionpay;

/** What can go wrong with one settlement file of the simulator. */
public enum FileFault {
    /** The last line is cut in its middle. */
    SHORT_LINE,
    /** The first line is not there; the file has nothing that would say so. */
    MISSING_ROW,
    /** The first line stands twice. */
    EXTRA_ROW,
    /** One line is another merchant's. */
    OTHER_MERCHANT,
    /** Some 100 MiB of nothing, well compressed. */
    BOMB,
    /** An archive without the details. */
    NO_DETAILS
}
