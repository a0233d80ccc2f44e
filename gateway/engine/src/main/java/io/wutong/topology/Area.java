package io.wutong.topology;

import org.jspecify.annotations.Nullable;

/**
 * An administrative area (医保区划).
 *
 * @param code six digits
 * @param parent the code of the area above; null for the nation. Parents are data, not digits: 奉节 500236 hangs
 *     directly under 重庆 500000
 */
public record Area(
        String code, String name, Level level, @Nullable String parent) {}
