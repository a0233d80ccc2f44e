package io.wutong.topology;

import org.jspecify.annotations.Nullable;

/**
 * One organisation in the tree: an agency, known by its area's code, or an institution, known by its
 * {@code fixmedins_code}.
 *
 * @param id area code or {@code fixmedins_code}
 * @param level data, never a subclass
 * @param area the area it serves; an institution's is the one that designated it
 * @param parent the node above; null for the nation
 * @param peer the process that hosts it; null when it is hosted here
 */
public record Node(
        String id,
        String name,
        Level level,
        String area,
        @Nullable String parent,
        @Nullable String peer) {
    public boolean hostedHere() {
        return peer == null;
    }
}
