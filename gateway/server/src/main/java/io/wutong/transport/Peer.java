package io.wutong.transport;

import io.wutong.host.CallLimits;
import java.util.Set;

/**
 * A neighbouring process.
 *
 * @param name how the configuration calls it
 * @param host where it listens for peers
 * @param port of that listener
 * @param nodes ids of its nodes that border on ours
 * @param calls how much may be under way to it, and when it is cut off
 */
public record Peer(String name, String host, int port, Set<String> nodes, CallLimits calls) {
    public Peer {
        nodes = Set.copyOf(nodes);
    }

    /** With the usual limits. */
    public Peer(String name, String host, int port, Set<String> nodes) {
        this(name, host, port, nodes, CallLimits.PEER);
    }
}
