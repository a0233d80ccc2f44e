package io.wutong.host;

import io.wutong.spi.Descriptor;

/**
 * An adapter in service.
 *
 * @param name its configured name
 * @param area whom it answers for
 * @param serving which visits of that area
 * @param descriptor what it can do
 * @param adapter guarded: every call ends once, in time, in one of the five outcomes
 * @param guard what lets calls through
 */
public record Served<A>(String name, String area, Serving serving, Descriptor descriptor, A adapter, CallGuard guard) {}
