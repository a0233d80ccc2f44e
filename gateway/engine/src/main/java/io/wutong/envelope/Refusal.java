package io.wutong.envelope;

import io.wutong.spi.Outcome;
import org.jspecify.annotations.Nullable;

/** A refusal on its way out of a rule; carries no stack. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final String english;

    Refusal(Fault fault, @Nullable Object... arguments) {
        super(fault.zh(arguments), null, false, false);
        this.fault = fault;
        this.english = fault.en(arguments);
    }

    public Fault fault() {
        return fault;
    }

    public String english() {
        return english;
    }

    public <T> Outcome<T> toOutcome() {
        return Outcome.rejected(fault.code(), String.valueOf(getMessage()));
    }
}
