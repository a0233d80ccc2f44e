package io.wutong.cure;

import io.wutong.envelope.Envelope;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** WT03 at home: a manual claim that comes with its data; of one visit there is one. */
public final class TakeClaim implements HomeSide {

    @Override
    public Needs needs(Message message, Node home) {
        return Needs.rows(Claim.key(home.id(), of(message.data("data"))));
    }

    /** The visit, or the charge batch of it. */
    private static String of(Body data) {
        String batch = data.textOr("chrg_bchno", "");
        String mdtrtId = data.textOr("mdtrt_id", "");
        return batch.isEmpty() ? mdtrtId : mdtrtId + "/" + batch;
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        Body data = message.data("data");
        Envelope.required(data, "mdtrt_id");
        String mdtrtId = of(data);
        Optional<Claim> before = rows.one(Claim.key(home.id(), mdtrtId));
        Claim claim = before.orElseGet(() -> new Claim(
                home.id(),
                mdtrtId,
                "LX" + home.area() + message.serial(),
                Envelope.required(data, "psn_no"),
                Json.writeText(data),
                message.receivedAt()));
        List<Row> writes = before.isPresent() ? List.of() : List.of(claim);
        return Reply.done(Body.of("result", Body.of("claim_no", Value.text(claim.claimNo()))), writes, claim.claimNo());
    }
}
