package io.wutong.spi;

/**
 * Where our rows of a day and the legacy system's do not agree.
 *
 * @param setlId our row, {@code ""} when the legacy system names no single one
 * @param text what it says, for a clerk, in Chinese
 */
public record DayDifference(String setlId, String text) {}
