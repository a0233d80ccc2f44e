package io.wutong.observe;

/** Told of each exchange when it has ended; never of a person. */
public interface ExchangeEvents {

    /**
     * An exchange ended.
     *
     * @param infno the transaction
     * @param outcome the outcome's label
     * @param code the error code of a refusal, else empty
     * @param peer the neighbour that answered; {@code local} without one
     * @param micros from first byte to answer
     */
    void ended(String infno, String outcome, String code, String peer, long micros);

    /** Something of ours broke while a message was worked on. */
    default void failed(String infno, String msgid, Throwable failure) {}

    ExchangeEvents NONE = (infno, outcome, code, peer, micros) -> {};
}
