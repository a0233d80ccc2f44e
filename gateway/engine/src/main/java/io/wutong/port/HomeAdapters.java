package io.wutong.port;

import java.util.List;
import java.util.Optional;

/** The adapters as they are now: a snapshot that a plugin's replacement swaps. */
@FunctionalInterface
public interface HomeAdapters {

    /**
     * The adapter that answers for an area, itself or the nearest above that has one, but not above the node where the
     * way ends: an adapter of a node high up is the way out of this tree, not the home of what lies below.
     */
    Optional<HomeAdapter> find(String area, String nodeArea);

    /** As above, where an area has several systems: the one at which a visit began, or begins today. */
    default Optional<HomeAdapter> find(String area, String nodeArea, Begun visit) {
        return find(area, nodeArea);
    }

    /** Those that compare a day, in a fixed order. */
    default List<HomeAdapter> comparing() {
        return List.of();
    }

    HomeAdapters NONE = (area, nodeArea) -> Optional.empty();
}
