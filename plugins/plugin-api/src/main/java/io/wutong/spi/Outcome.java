package io.wutong.spi;

import java.util.function.Function;

/**
 * How a call across a process or a plugin ended: five cases, and no sixth. What is not plainly a success or a refusal
 * is {@link Pending} or {@link Unknown}, never success.
 *
 * @param <T> what a success carries
 */
public sealed interface Outcome<T> {

    /** It happened. */
    record Succeeded<T>(T answer) implements Outcome<T> {}

    /**
     * No, for good; there is nothing to undo.
     *
     * @param code the refuser's own code, or one of {@code api-spec/errors.csv}
     * @param message what a clerk can read, in Chinese; no inner addresses, no traces
     */
    record Rejected<T>(String code, String message) implements Outcome<T> {}

    /**
     * Accepted, not finished: ask later.
     *
     * @param hint what is being waited for, for an operator
     */
    record Pending<T>(String hint) implements Outcome<T> {}

    /**
     * It may have happened: a time-out after sending, a broken answer, a bad signature, a broken sum rule. The caller
     * asks; adopts what it finds; else reverses. It is never sent again to something that does not dedupe.
     *
     * @param cause a short dotted word, for instance {@code timeout_read}
     */
    record Unknown<T>(String cause) implements Outcome<T> {}

    /**
     * It certainly did not happen, and may be tried again.
     *
     * @param cause a short dotted word, for instance {@code connect_refused}
     */
    record NotSent<T>(String cause) implements Outcome<T> {}

    static <T> Outcome<T> succeeded(T answer) {
        return new Succeeded<>(answer);
    }

    static <T> Outcome<T> rejected(String code, String message) {
        return new Rejected<>(code, message);
    }

    static <T> Outcome<T> pending(String hint) {
        return new Pending<>(hint);
    }

    static <T> Outcome<T> unknown(String cause) {
        return new Unknown<>(cause);
    }

    static <T> Outcome<T> notSent(String cause) {
        return new NotSent<>(cause);
    }

    /** The same case, with the answer of a success mapped. */
    default <R> Outcome<R> map(Function<? super T, ? extends R> mapper) {
        return flatMap(answer -> new Succeeded<>(mapper.apply(answer)));
    }

    /** The same case, or what a success leads to. */
    @SuppressWarnings("unchecked") // the four cases without an answer are the same for every T
    default <R> Outcome<R> flatMap(Function<? super T, Outcome<R>> mapper) {
        return this instanceof Succeeded<T> succeeded ? mapper.apply(succeeded.answer()) : (Outcome<R>) this;
    }

    /** The outcome's name in journals and metrics: {@code succeeded}, {@code rejected} … */
    default String label() {
        if (this instanceof Succeeded) {
            return "succeeded";
        }
        if (this instanceof Rejected) {
            return "rejected";
        }
        if (this instanceof Pending) {
            return "pending";
        }
        return this instanceof NotSent ? "not_sent" : "unknown";
    }
}
