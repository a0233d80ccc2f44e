package io.wutong.spi;

/**
 * The configuration of one adapter, already checked against the jar's {@code schemas/config.json}.
 *
 * @param name the configured name, unique in the process
 * @param area the area it answers for; {@code 100000} for channels, readers and notifiers of the whole process
 * @param settings its own settings
 */
public record AdapterConfig(String name, String area, Body settings) {}
