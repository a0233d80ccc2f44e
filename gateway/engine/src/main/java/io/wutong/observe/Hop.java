package io.wutong.observe;

/**
 * One node that a message passed.
 *
 * @param node the node's id
 * @param name its name
 * @param level its level's name
 * @param upMicros when the message came, in microseconds since it entered the first process that this trace knows
 * @param downMicros when the answer went back
 * @param note what the node did: {@code turn}, {@code home}, {@code care}, or empty
 */
public record Hop(String node, String name, String level, long upMicros, long downMicros, String note) {}
