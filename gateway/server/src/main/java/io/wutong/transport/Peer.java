package io.wutong.transport;

import java.util.Set;

/**
 * A neighbouring process.
 *
 * @param name how the configuration calls it
 * @param host where it listens for peers
 * @param port of that listener
 * @param nodes ids of its nodes that border on ours
 */
public record Peer(String name, String host, int port, Set<String> nodes) {
    public Peer {
        nodes = Set.copyOf(nodes);
    }
}
