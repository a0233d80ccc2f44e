package io.wutong.http;

import io.vertx.core.Future;
import io.wutong.envelope.AnswerWriter;
import io.wutong.envelope.Fault;
import io.wutong.envelope.MessageHash;
import io.wutong.envelope.Refusal;
import io.wutong.exchange.Answered;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.Nonce;
import io.wutong.exchange.Pursuit;
import io.wutong.port.Clock;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Needs;
import io.wutong.port.Random;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Journals what was refused before it could enter the exchange: malformed, or in another's name. It stands under the
 * account, never under the institution that it names, so that nobody can use up another's message ids.
 */
public final class Refused {

    private final Clock clock;
    private final Random random;
    private final Store store;

    public Refused(Clock clock, Random random, Store store) {
        this.clock = clock;
        this.random = random;
        this.store = store;
    }

    /** The refusal's answer, durable with its nonce; the future never fails. */
    Future<Answered> journal(String account, Nonce nonce, byte[] request, Refusal refusal) {
        return journal("account:" + account, Optional.of(nonce), request, refusal);
    }

    /** As above, of a peer, which is known by its certificate and has no nonces. */
    Future<Answered> journalPeer(Set<String> areas, byte[] request, Refusal refusal) {
        return journal("peer:" + String.join(",", areas), Optional.empty(), request, refusal);
    }

    private Future<Answered> journal(String sender, Optional<Nonce> nonce, byte[] request, Refusal refusal) {
        Instant now = clock.now();
        String serial = random.serial(14);
        Answered answered = answered(refusal.toOutcome(), serial, now);
        Exchange row = new Exchange(
                sender,
                "-",
                serial,
                "",
                MessageHash.sha256Hex(request),
                Exchange.State.ANSWERED,
                "rejected",
                refusal.fault().code(),
                "",
                "rejected",
                random.hex(32),
                "",
                1,
                request,
                answered.bytes(),
                null,
                List.of(),
                now,
                now,
                Pursuit.none(serial));
        return store.commit(new Command<Answered>() {
                    @Override
                    public Needs needs() {
                        return nonce.map(n -> Needs.rows(n.key())).orElse(Needs.NONE);
                    }

                    @Override
                    public Decision<Answered> decide(Rows rows) {
                        if (nonce.flatMap(n -> rows.one(n.key())).isPresent()) {
                            return Decision.nothing(answered(Fault.NONCE.rejected(), serial, now));
                        }
                        return Decision.of(
                                answered,
                                Stream.concat(Stream.<Row>of(row), nonce.stream())
                                        .toList());
                    }
                })
                .recover(failure -> Future.succeededFuture(answered(Outcome.notSent("store"), serial, now)));
    }

    private static Answered answered(Outcome<Body> outcome, String serial, Instant now) {
        byte[] bytes = AnswerWriter.write(outcome, "000000", serial.substring(4), now, now);
        return new Answered(outcome, bytes, "rejected", List.of(), false);
    }
}
