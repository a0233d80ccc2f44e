package io.wutong.simulator.alipay;

/** What can go wrong with one bill of the simulator. */
public enum BillFault {
    /** A row less than the last lines count. */
    MISSING_ROW,
    /** A row more. */
    EXTRA_ROW,
    /** The sum is one fen too high. */
    WRONG_SUM,
    /** The last lines are not there. */
    NO_SUMS,
    /** Some 100 MiB of nothing, well compressed. */
    BOMB,
    /** The file is said to lie on another host. */
    OTHER_HOST,
    /** UTF-8 where GBK is agreed on. */
    UTF_8
}
