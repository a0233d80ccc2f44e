package io.wutong.spi;

/**
 * How much may be under way at once with one adapter.
 *
 * @param inFlightMax calls under way; the next one is refused early, 200 by default
 * @param feeLinesPerCallMax rows of one upload, 100 by default
 */
public record Limits(int inFlightMax, int feeLinesPerCallMax) {
    public static final Limits DEFAULT = new Limits(200, 100);
}
