package io.wutong.exchange;

import io.wutong.port.HomeAdapter;
import io.wutong.topology.Node;

/** Where a forwarded message is answered, seen from this process. */
sealed interface Target {

    /** A home in this process without a legacy system: rows of our own store, in the same commit. */
    record OurStore(Node home, HomeSide side) implements Target {}

    /** A home in this process whose legacy system a plugin speaks to. */
    record Legacy(Node home, String area, HomeAdapter adapter) implements Target {}

    /** Another process. */
    record Neighbour(Node node) implements Target {}
}
