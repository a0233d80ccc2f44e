package io.wutong.app.config;

import io.wutong.host.CallLimits;
import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import io.wutong.topology.Node;
import io.wutong.transport.Peer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code nodes} and {@code peers}. A node's parent is the nearest listed node above its area; all listed nodes
 * hang together under one top, and each peer hosts at least one of them.
 */
final class NodesPart {

    private final Areas areas;
    private final Map<String, Section> sections = new LinkedHashMap<>();
    private final Map<String, Scalar> peerOf = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();

    NodesPart(Areas areas) {
        this.areas = areas;
    }

    List<Node> nodes() {
        return nodes;
    }

    List<Peer> peers() {
        return peers;
    }

    /** Whether a node of this process serves an area. */
    boolean hosts(String area) {
        for (Area above : areas.upwards(area)) {
            Optional<Node> node =
                    nodes.stream().filter(n -> n.id().equals(above.code())).findFirst();
            if (node.isPresent()) {
                return node.get().hostedHere();
            }
        }
        return false;
    }

    void read(Section root) {
        Rules.Unique areasOnce = new Rules.Unique();
        for (Section section : root.sections("nodes")) {
            Scalar area = section.scalar("area");
            areasOnce.add(area);
            if (area.text() == null || !areas.has(area.text())) {
                area.wrong("已知的 6 位医保区划", "a known area of six digits");
            } else {
                sections.putIfAbsent(area.text(), section);
                peerOf.putIfAbsent(area.text(), section.scalar("peer"));
            }
        }
        sections.forEach((area, section) -> nodes.add(node(area, section)));
        checkTree(root);
        readPeers(root);
    }

    private Node node(String code, Section section) {
        Area area = areas.find(code).orElseThrow();
        String peer = peerName(code);
        return new Node(
                code,
                Rules.textOr(section.scalar("name"), Rules.SHORT_TEXT, area.name()),
                area.level(),
                code,
                parent(code, section.scalar("parent")),
                peer);
    }

    private @Nullable String peerName(String area) {
        Scalar peer = peerOf.get(area);
        return peer == null ? null : peer.text();
    }

    private @Nullable String parent(String code, Scalar given) {
        Optional<String> nearest = areas.upwards(code).stream()
                .skip(1)
                .map(Area::code)
                .filter(sections::containsKey)
                .findFirst();
        if (!given.given()) {
            return nearest.orElse(null);
        }
        String parent = given.or("");
        if (!sections.containsKey(parent) || parent.equals(code) || !areas.covers(parent, code)) {
            given.wrong("nodes 中列出的上级区划", "an area above this one that nodes lists");
            return null;
        }
        return parent;
    }

    private void checkTree(Section root) {
        if (nodes.stream().noneMatch(Node::hostedHere)) {
            root.wrong(
                    "nodes", "至少一个由本进程承载的节点(不写 peer)", "at least one node that this process hosts (one without peer)");
        }
        Node top = null;
        for (Node node : nodes) {
            if (node.parent() == null && top == null) {
                top = node;
            } else if (node.parent() == null && top != null) {
                section(node.id())
                        .scalar("area")
                        .wrong(
                                "与 " + top.id() + " 同在一棵树(请列出共同上级，可由对端承载)",
                                "one tree with " + top.id() + " (list a common ancestor, hosted here or by a peer)");
            }
        }
    }

    private Section section(String area) {
        Section section = sections.get(area);
        if (section == null) {
            throw new IllegalStateException("no section of node " + area);
        }
        return section;
    }

    private void readPeers(Section root) {
        Rules.Unique namesOnce = new Rules.Unique();
        Set<String> known = new HashSet<>();
        for (Section section : root.sections("peers")) {
            Scalar name = section.scalar("name");
            namesOnce.add(name);
            String text = Rules.text(name, Rules.NAME);
            known.add(text);
            Set<String> hosted = new HashSet<>();
            peerOf.forEach((area, peer) -> {
                if (text.equals(peer.text())) {
                    hosted.add(area);
                }
            });
            if (hosted.isEmpty() && !text.isEmpty()) {
                name.wrong("nodes 中至少一个节点的 peer", "the peer of at least one node under nodes");
            }
            Scalar port = section.scalar("port");
            if (!port.given()) {
                port.wrong("1–65535 的整数", "a whole number from 1 to 65535");
            }
            peers.add(new Peer(
                    text,
                    Rules.text(section.scalar("host"), Rules.HOST),
                    Rules.integer(port, 1, 65_535, 1),
                    hosted,
                    CallLimitsPart.read(section.section("calls"), CallLimits.PEER)));
        }
        peerOf.values().forEach(peer -> {
            if (peer.given() && !known.contains(peer.or(""))) {
                peer.wrong("peers 中的一个 name", "the name of one of peers");
            }
        });
    }
}
