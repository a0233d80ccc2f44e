package io.wutong.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes that one process knows: those it hosts, the one above, those right below. Immutable; swapped as a whole.
 *
 * <p>An area without a node of its own is served by its nearest ancestor's.
 */
public final class Topology {

    private final Areas areas;
    private final Map<String, Node> nodes;

    private Topology(Areas areas, Map<String, Node> nodes) {
        this.areas = areas;
        this.nodes = nodes;
    }

    /**
     * Checks and builds.
     *
     * @throws IllegalArgumentException on an unknown area or parent, a node that stands twice, a node whose area
     *     does not lie below its parent's, or a circle
     */
    public static Topology of(Areas areas, Collection<Node> list) {
        Map<String, Node> nodes = new LinkedHashMap<>();
        for (Node node : list) {
            if (!areas.has(node.area())) {
                throw new IllegalArgumentException("node " + node.id() + ": unknown area " + node.area());
            }
            if (nodes.put(node.id(), node) != null) {
                throw new IllegalArgumentException("node " + node.id() + " stands twice");
            }
        }
        for (Node node : list) {
            Node parent = node.parent() == null ? null : nodes.get(node.parent());
            if (node.parent() != null && parent == null && node.hostedHere()) {
                throw new IllegalArgumentException("node " + node.id() + ": unknown parent " + node.parent());
            }
            if (parent != null && !areas.covers(parent.area(), node.area())) {
                throw new IllegalArgumentException(
                        "node " + node.id() + ": area " + node.area() + " is not below " + parent.area());
            }
            requireWayUp(node, nodes);
        }
        return new Topology(areas, nodes);
    }

    private static void requireWayUp(Node node, Map<String, Node> nodes) {
        int steps = 0;
        for (Node at = node; at != null; at = at.parent() == null ? null : nodes.get(at.parent())) {
            if (++steps > Level.values().length) {
                throw new IllegalArgumentException("node " + node.id() + ": more levels above it than there are");
            }
        }
    }

    public Areas areas() {
        return areas;
    }

    public Collection<Node> nodes() {
        return nodes.values();
    }

    public Optional<Node> find(String id) {
        return Optional.ofNullable(nodes.get(id));
    }

    /** The node, which must be known. */
    public Node node(String id) {
        Node node = nodes.get(id);
        if (node == null) {
            throw new IllegalArgumentException("unknown node " + id);
        }
        return node;
    }

    public Optional<Node> parent(Node node) {
        return node.parent() == null ? Optional.empty() : find(node.parent());
    }

    /** The known agency nearest above an area (or at it); an institution never serves an area. */
    public Optional<Node> serving(String area) {
        for (Area above : areas.upwards(area)) {
            Node node = nodes.get(above.code());
            if (node != null) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    /**
     * Whether an area lies beyond a node that is the top of what we know: served by nobody below it, so that it stands for
     * a platform there.
     */
    public boolean beyond(Node node, String area) {
        return node.hostedHere()
                && node.parent() == null
                && areas.covers(node.area(), area)
                && serving(area).filter(node::equals).isPresent();
    }

    /** The same tree with some more nodes, for instance institutions that were imported. */
    public Topology with(Collection<Node> more) {
        List<Node> all = new ArrayList<>(nodes.values());
        for (Node node : more) {
            if (!nodes.containsKey(node.id())) {
                all.add(node);
            }
        }
        return of(areas, all);
    }
}
