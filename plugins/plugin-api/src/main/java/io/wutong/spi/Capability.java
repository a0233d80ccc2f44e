package io.wutong.spi;

/** What an adapter or a channel can do, declared; what it lacks, the host does itself or refuses the route at start. */
public enum Capability {
    /** 1101: who a credential belongs to. */
    PERSON,
    /** 2001: whether benefits may be had. */
    ENTITLEMENT,
    /** 2401–2405: opens and closes its own side of a stay. */
    STAY,
    /** 2301, 2302, 2204, 2205: wants the fee lines themselves. */
    FEE_LINES,
    /** 2303, 2206: pre-settlement. */
    TRIAL,
    /** 2304, 2207. */
    SETTLE,
    /** 2305, 2208. */
    CANCEL,
    /** Undoing a call whose answer was never seen. */
    REVERSE,
    /** Finding out how a call ended. */
    QUERY,
    /** 5206. */
    ACCUMULATORS,
    /** {@link RegionAdapter#compareDay}: our rows of one day against theirs. */
    DAY_ROWS,
    /** Payment: the patient scans our code. */
    PAY_BY_OUR_CODE,
    /** Payment: we scan the patient's code. */
    PAY_BY_PATIENT_CODE,
    /** Payment: inside the channel's own app. */
    PAY_IN_APP,
    /** Payment: by a credit that the patient has signed with the channel. */
    PAY_BY_CREDIT,
    /** Payment: insurance and cash in one order of the channel's. */
    PAY_WITH_INSURANCE,
    REFUND,
    CLOSE_ORDER,
    BILL
}
