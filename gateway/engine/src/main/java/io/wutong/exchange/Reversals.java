package io.wutong.exchange;

import io.vertx.core.Future;
import io.wutong.envelope.Envelope;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Store;
import io.wutong.spi.Care;
import io.wutong.spi.Json;
import io.wutong.spi.Request;
import java.util.Optional;

/** Finds the message that a 2601 is about. */
final class Reversals {

    private Reversals() {}

    /** The original as it was handed to the adapter; empty when it never came here or has been reversed. */
    static Future<Optional<Request>> original(Store store, Message reversal) {
        Key<Exchange> key = reversal.exchangeKey(reversal.data("data").textOr("omsgid", ""));
        return store.read(
                Needs.rows(key),
                rows -> rows.one(key)
                        .filter(row -> row.state() != Exchange.State.REVERSED && row.request().length > 0)
                        .map(Reversals::request));
    }

    private static Request request(Exchange row) {
        Envelope envelope = Envelope.read(row.request());
        Care care = row.care() == null ? null : PeerCodec.care(Json.read(row.care()));
        return new Request(
                envelope.infno(),
                envelope.msgid(),
                envelope.careArea(),
                row.destination(),
                envelope.fixmedinsCode(),
                envelope.opter(),
                envelope.input(),
                care);
    }
}
