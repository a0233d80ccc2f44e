package io.wutong.simulator.sms;

/** What goes wrong with one call. */
public enum SmsFault {
    /** Nothing is done, and the connection ends. */
    DROPPED,
    /** It is done, and the connection ends without an answer. */
    LOST,
    /** It is done, and never answered. */
    HUNG,
    /** It is done, and answered a while later. */
    SLOW,
    /** Nothing is done, and a proxy says 502. */
    HTTP_502,
    /** It is done, and the answer is nothing that could be read. */
    GARBAGE,
    /** It is done, and the answer belongs to another call. */
    FOREIGN,
    /** It is done, and answered {@code isp.SYSTEM_ERROR}. */
    SYSTEM_ERROR
}
