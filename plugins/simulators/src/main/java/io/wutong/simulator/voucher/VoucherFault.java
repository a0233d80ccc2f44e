package io.wutong.simulator.voucher;

/** What can go wrong with one answer of the front end. */
public enum VoucherFault {
    /** The code is spent, nothing is answered. */
    HANG,
    HTTP_500,
    /** Half an answer. */
    BROKEN,
    /** Success without a token. */
    NO_TOKEN
}
