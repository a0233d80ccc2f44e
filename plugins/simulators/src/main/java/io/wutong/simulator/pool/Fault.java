package io.wutong.simulator.pool;

/** How the legacy system misbehaves on one call, and whether the call had its effect all the same. */
public enum Fault {
    /** Never answers; no effect. */
    HANG,
    /** Has its effect, answers after {@link HttpFront#SLOW_MILLIS}. */
    SLOW,
    /** Reads the request and closes the connection; no effect. */
    RESET_AFTER_READ,
    /** Has its effect, sends half of the answer and closes the connection. */
    TRUNCATE,
    /** Answers status 500; no effect. */
    HTTP_500,
    /** Has its effect, answers a page that some machine in between made. */
    GARBAGE,
    /** Has its effect, answers in another charset than agreed on. */
    WRONG_CHARSET,
    /** Has its effect, sends its answer twice in one body. */
    DUPLICATE_ANSWER,
    /** Forgets the caller's session before it does anything. */
    EXPIRE_SESSION,
    /** Has its effect and closes the connection. */
    LOSE_ANSWER_AFTER_EFFECT
}
