package io.wutong.http.auth;

import java.util.function.Function;

/**
 * What a check found: what was proved, or why it was not. There is no third case and no default; whoever needs the
 * value has to say what happens without it.
 *
 * @param <T> what the check proved
 */
public sealed interface Verified<T> {

    /** The check passed. */
    record Valid<T>(T value) implements Verified<T> {}

    /** The check did not pass; nothing that the caller claimed may be believed. */
    record Invalid<T>(Reason reason) implements Verified<T> {}

    /** Why a check failed: for logs and counters, never for the one who failed it. */
    enum Reason {
        HEADER_MISSING,
        HEADER_REPEATED,
        CALLER_UNKNOWN,
        TIMESTAMP_MALFORMED,
        TIMESTAMP_OUTSIDE_WINDOW,
        NONCE_MALFORMED,
        SIGNATURE_MALFORMED,
        SIGNATURE_WRONG,
        CERTIFICATE_WITHOUT_AREA,
        CERTIFICATE_MALFORMED
    }

    static <T> Verified<T> valid(T value) {
        return new Valid<>(value);
    }

    static <T> Verified<T> invalid(Reason reason) {
        return new Invalid<>(reason);
    }

    /** Both ways on, in one expression. */
    default <R> R fold(Function<? super T, ? extends R> whenValid, Function<Reason, ? extends R> whenInvalid) {
        if (this instanceof Valid<T> valid) {
            return whenValid.apply(valid.value());
        }
        return whenInvalid.apply(((Invalid<T>) this).reason());
    }

    /** A further check on what this one proved; skipped when this one failed. */
    default <R> Verified<R> then(Function<? super T, Verified<R>> next) {
        return fold(next, Verified::invalid);
    }
}
