package io.wutong.routing;

import io.wutong.topology.Level;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Climb to the lowest node that lies above whoever serves the destination, then descend by the nodes' parents, not by
 * digits: a county may report to its province directly. A patient of the same city never reaches the nation.
 */
public final class Router {

    /** Edges on the longest way: up four levels and down four. */
    public static final int HOPS_MAX = 2 * (Level.values().length - 1);

    private Router() {}

    /**
     * The way from a node to the node that serves an area, as far as this process knows it. Empty when there is none:
     * the area is unknown, or it lies outside and there is no node above.
     */
    public static Optional<Route> route(Topology topology, Node from, String area) {
        if (!topology.areas().has(area)) {
            return Optional.empty();
        }
        List<Node> chain = chain(topology, topology.serving(area).orElse(null));
        List<Node> hops = new ArrayList<>();
        Node at = from;
        hops.add(at);
        while (at.level() == Level.INSTITUTION || !chain.contains(at)) {
            Optional<Node> above = topology.parent(at);
            if (above.isEmpty()) {
                return Optional.empty();
            }
            at = above.get();
            if (!at.hostedHere()) {
                return Optional.of(new Route(hops, at));
            }
            hops.add(at);
        }
        List<Node> down = new ArrayList<>(chain.subList(0, chain.indexOf(at)));
        Collections.reverse(down);
        for (Node node : down) {
            if (!node.hostedHere()) {
                return Optional.of(new Route(hops, node));
            }
            hops.add(node);
        }
        return Optional.of(new Route(hops, null));
    }

    /** The node and all that are known above it; by their parents, which need not be those of their areas. */
    private static List<Node> chain(Topology topology, @Nullable Node node) {
        List<Node> chain = new ArrayList<>();
        for (Node at = node; at != null; at = topology.parent(at).orElse(null)) {
            chain.add(at);
        }
        return chain;
    }

    /** The way up and out of this process, for a message whose home nobody here knows; ends at the top without one. */
    public static Route upwards(Topology topology, Node from) {
        List<Node> hops = new ArrayList<>();
        Node at = from;
        hops.add(at);
        while (true) {
            Optional<Node> above = topology.parent(at);
            if (above.isEmpty()) {
                return new Route(hops, null);
            }
            at = above.get();
            if (!at.hostedHere()) {
                return new Route(hops, at);
            }
            hops.add(at);
        }
    }
}
