package io.wutong.store.imports;

/**
 * Why a document gets a new version; kept for good.
 *
 * @param by who
 * @param why in words
 * @param summary what changed
 * @param previous the version that was looked at when this was decided; empty for any
 */
public record Change(String by, String why, String summary, String previous) {}
