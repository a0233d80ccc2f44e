package io.wutong.spi;

/**
 * A call whose end is not known, named so that an adapter can ask about it or undo it.
 *
 * @param original the request as it was handed to {@link RegionAdapter#call}
 * @param attempt the attempt of the original, from 1
 */
public record Reference(Request original, int attempt) {}
