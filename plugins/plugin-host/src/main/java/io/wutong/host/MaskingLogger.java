package io.wutong.host;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.AbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * The log lent to an adapter: each line is masked, and what comes faster than the limit is dropped and counted in the
 * next line that passes. Exceptions are rewritten as text, so that the log keeps no class of a plugin alive.
 */
final class MaskingLogger extends AbstractLogger {
    private static final long serialVersionUID = 1L;
    private static final int CAUSES_MAX = 8;

    private final transient Logger target;
    private final transient Masker masker;
    private final transient LongSupplier nanoTime;
    private final int linesPerSecond;

    private long windowStart;
    private int linesInWindow;
    private long dropped;

    MaskingLogger(Logger target, Masker masker, int linesPerSecond, LongSupplier nanoTime) {
        this.name = target.getName();
        this.target = target;
        this.masker = masker;
        this.linesPerSecond = linesPerSecond;
        this.nanoTime = nanoTime;
        this.windowStart = nanoTime.getAsLong();
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable failure) {
        long missed = admit();
        if (missed < 0) {
            return;
        }
        String text = masker.mask(String.valueOf(
                MessageFormatter.basicArrayFormat(pattern, arguments == null ? new Object[0] : arguments)));
        if (missed > 0) {
            text += " (" + missed + " lines dropped before this one)";
        }
        target.makeLoggingEventBuilder(level)
                .setCause(failure == null ? null : masked(failure, 0))
                .log(text);
    }

    /** How many lines were dropped since the last one, or -1 to drop this one. */
    private synchronized long admit() {
        long now = nanoTime.getAsLong();
        if (now - windowStart >= 1_000_000_000L) {
            windowStart = now;
            linesInWindow = 0;
        }
        if (linesInWindow >= linesPerSecond) {
            dropped++;
            return -1;
        }
        linesInWindow++;
        long missed = dropped;
        dropped = 0;
        return missed;
    }

    private Masked masked(Throwable failure, int depth) {
        Throwable cause = failure.getCause();
        Masked copy = new Masked(
                masker.mask(String.valueOf(failure)),
                cause == null || depth >= CAUSES_MAX ? null : masked(cause, depth + 1));
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    /** An exception's text and stack without its class. */
    private static final class Masked extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Masked(String text, @Nullable Throwable cause) {
            super(text, cause);
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return target.isTraceEnabled();
    }

    @Override
    public boolean isTraceEnabled(@Nullable Marker marker) {
        return target.isTraceEnabled();
    }

    @Override
    public boolean isDebugEnabled() {
        return target.isDebugEnabled();
    }

    @Override
    public boolean isDebugEnabled(@Nullable Marker marker) {
        return target.isDebugEnabled();
    }

    @Override
    public boolean isInfoEnabled() {
        return target.isInfoEnabled();
    }

    @Override
    public boolean isInfoEnabled(@Nullable Marker marker) {
        return target.isInfoEnabled();
    }

    @Override
    public boolean isWarnEnabled() {
        return target.isWarnEnabled();
    }

    @Override
    public boolean isWarnEnabled(@Nullable Marker marker) {
        return target.isWarnEnabled();
    }

    @Override
    public boolean isErrorEnabled() {
        return target.isErrorEnabled();
    }

    @Override
    public boolean isErrorEnabled(@Nullable Marker marker) {
        return target.isErrorEnabled();
    }
}
