package io.wutong.routing;

import io.wutong.topology.Node;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message's way through this process.
 *
 * @param hops the nodes here that it passes, in order; the first is where it entered
 * @param next the neighbour's node that it goes to next; null when the last of {@code hops} serves the destination
 */
public record Route(List<Node> hops, @Nullable Node next) {
    public Route {
        hops = List.copyOf(hops);
    }

    public Node last() {
        return hops.get(hops.size() - 1);
    }

    public boolean arrives() {
        return next == null;
    }
}
