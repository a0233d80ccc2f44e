package io.wutong.simulator.wechat;

/** What can go wrong with one bill of the simulator. */
public enum BillFault {
    /** A row less than the summary counts; the hash is that of the file. */
    MISSING_ROW,
    /** A row twice; the summary counts it once. */
    EXTRA_ROW,
    /** The summary's order total is one fen too high. */
    WRONG_SUM,
    /** The file is not the one that was hashed. */
    WRONG_HASH,
    /** Some 100 MiB of nothing, well compressed. */
    BOMB,
    /** The file is said to lie on another host. */
    OTHER_HOST
}
