package io.wutong.exchange;

import io.wutong.topology.Node;

/**
 * Under which name a home keeps a visit, its settlements and its books: the node's own, but when the same node is the
 * place of care too (a province whose cities have no nodes of their own), a desk beside it, so that the two sides of one
 * visit never share a row. Persons and accumulators always stand under the node itself.
 */
public final class Desk {

    private static final String HOME = "/home";

    private Desk() {}

    public static String ofHome(Message message, Node home) {
        Node care = message.careNode();
        return care != null && care.id().equals(home.id()) ? beside(home.id()) : home.id();
    }

    /** The desk beside a node. */
    public static String beside(String node) {
        return node + HOME;
    }

    /** The node behind a desk. */
    public static String node(String desk) {
        return desk.endsWith(HOME) ? desk.substring(0, desk.length() - HOME.length()) : desk;
    }
}
