package io.wutong.settlement;

import io.wutong.cure.HomeStay;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.Message;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Json;
import io.wutong.topology.Node;
import java.util.List;
import java.util.Optional;

/** What a 2601 does with one kind of original, at one node. Refusals are thrown. */
interface Reversible {

    /** The part of the original's input that names its person. */
    default String part(Exchange original) {
        return "data";
    }

    /** The rows of what the original may have done at a node. */
    Needs needs(String node, Exchange original);

    /** The same at a home that calculates by its policy. */
    default Needs needsAtHome(String desk, Exchange original) {
        return needs(desk, original);
    }

    /** The stay that a home has heard of by it; of an admission alone. */
    default Optional<Key<HomeStay>> heard(Node home, Exchange original) {
        return Optional.empty();
    }

    /** Before anything is undone anywhere: whether the place of care may take it back. */
    void require(Message message, String node, Exchange original, Rows rows);

    /** Takes back what stands at a node. */
    List<Row> undo(Message message, String node, Exchange original, Rows rows);

    /** What the original itself said, whatever the reversal says of it. */
    default String said(Exchange original, String name) {
        return original.request().length == 0
                ? ""
                : Json.read(original.request())
                        .body("input")
                        .body(part(original))
                        .textOr(name, "");
    }
}
