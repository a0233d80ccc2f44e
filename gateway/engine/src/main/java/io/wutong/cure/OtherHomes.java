package io.wutong.cure;

import io.wutong.coverage.PersonIndex;
import io.wutong.envelope.Envelope;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.topology.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** WT07 at a home: where else one of its persons is known. */
public final class OtherHomes implements HomeSide {

    @Override
    public Needs needs(Message message, Node home) {
        return Needs.groups(PersonIndex.homes(message.data("data").textOr("cert_hash", "")));
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        Body data = message.data("data");
        String hash = Envelope.required(data, "cert_hash");
        Set<String> known = rows.all(PersonIndex.homes(hash)).stream()
                .map(PersonIndex::area)
                .collect(Collectors.toSet());
        List<Row> writes = new ArrayList<>();
        for (String area : Envelope.required(data, "areas").split(" ")) {
            if (message.directory().topology().areas().has(area) && known.add(area)) {
                writes.add(new PersonIndex(hash, area, ""));
            }
        }
        return Reply.done(Body.EMPTY, writes, "");
    }
}
