package io.wutong.topology;

/** The five levels, from the top. */
public enum Level {
    NATION,
    PROVINCE,
    CITY,
    COUNTY,
    INSTITUTION
}
