package io.wutong.region.hunan;

import io.wutong.spi.CallFailure;
import io.wutong.support.InnerAddresses;
import io.wutong.support.Xml;
import io.wutong.support.XmlException;
import io.wutong.support.stay.Refusal;
import java.util.List;
import java.util.Optional;

/** An answer that could be read: the root of the program and its return code. What cannot be read fails as unknown. */
record LegacyReply(Xml root, int code, String message) {

    static final int EXPIRED = -9;

    static LegacyReply parse(Skeleton skeleton, String text) {
        Xml root;
        try {
            root = Xml.read(text);
        } catch (XmlException e) {
            throw new CallFailure(true, "answer_unreadable");
        }
        if (!root.named("program")) {
            throw new CallFailure(true, "answer_unreadable");
        }
        return skeleton.read(root);
    }

    /** The session had expired; said before anything else is done. */
    boolean expired() {
        return code == EXPIRED;
    }

    /** This reply when it is a success; a refusal needs a text, without one it is no plain refusal. */
    LegacyReply orRefusal() {
        if (code >= 0) {
            return this;
        }
        String reason = InnerAddresses.strip(message);
        if (reason.isEmpty()) {
            throw new CallFailure(true, "answer_no_text");
        }
        throw new Refusal("HUNAN" + code, reason);
    }

    List<Xml> rows(String list) {
        Xml node = root.child(list);
        return node == null ? List.of() : node.rows();
    }

    Optional<String> text(String name) {
        return root.text(name);
    }
}
