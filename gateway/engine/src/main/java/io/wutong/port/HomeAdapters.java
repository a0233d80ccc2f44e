package io.wutong.port;

import java.util.Optional;

/** The adapters as they are now: a snapshot that a plugin's replacement swaps. */
@FunctionalInterface
public interface HomeAdapters {

    /** The adapter that answers for an area, itself or the nearest above that has one. */
    Optional<HomeAdapter> find(String area);

    HomeAdapters NONE = area -> Optional.empty();
}
