package io.wutong.observe;

/** Told of each exchange when it has ended; never of a person. Called on event loops: must not block. */
public interface ExchangeEvents {

    /**
     * How an exchange ended.
     *
     * @param infno the transaction
     * @param msgid the message; in logs only
     * @param traceId the trace; in logs only
     * @param outcome the outcome's label, {@code repeated} when the answer had been given before
     * @param code the error code of a refusal, else empty
     * @param origin who failed, a dotted path; empty on success
     * @param from {@code hospital} or {@code peer}
     * @param micros from first byte to answer
     */
    record Ended(
            String infno,
            String msgid,
            String traceId,
            String outcome,
            String code,
            String origin,
            String from,
            long micros) {}

    void ended(Ended exchange);

    /** A neighbour was asked. */
    default void asked(String peer, String outcome, long micros) {}

    /**
     * The two sides of a settlement were compared.
     *
     * @param finding {@code agreed}, {@code differs}, {@code reversed_here}, {@code reverse_home}, {@code case} …
     */
    default void compared(String finding) {}

    /** A case that nobody ended in time is another node's now. */
    default void escalated(String kind, String node, String ref, String actor) {}

    /** Something of ours broke while a message was worked on. */
    default void failed(String infno, String msgid, Throwable failure) {}

    ExchangeEvents NONE = exchange -> {};
}
