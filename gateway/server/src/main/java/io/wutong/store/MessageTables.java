package io.wutong.store;

import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.Nonce;
import io.wutong.exchange.Pursuit;
import io.wutong.exchange.Remembered;
import io.wutong.exchange.SideCheck;
import io.wutong.exchange.SideState;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/** Messages, what they hold exclusively, and what is still to be asked about them. */
final class MessageTables {

    static final Table<Exchange> EXCHANGE = Table.of(Exchange.class, "exchange", 3)
            .text("entry_node", Exchange::entryNode)
            .text("fixmedins_code", Exchange::fixmedinsCode)
            .text("msgid", Exchange::msgid)
            .text("infno", Exchange::infno)
            .bytes("hash", e -> HexFormat.of().parseHex(e.hash()))
            .text("state", e -> e.state().name())
            .text("outcome", Exchange::outcome)
            .text("code", Exchange::code)
            .text("result", Exchange::result)
            .text("origin", Exchange::origin)
            .text("trace_id", Exchange::traceId)
            .text("destination", Exchange::destination)
            .integer("attempt", Exchange::attempt)
            .bytes("request", e -> PersonalData.seal(Packed.Kind.REQUEST, e.request()))
            .bytes(
                    "answer",
                    e -> e.answer() == null ? null : PersonalData.seal(Packed.Kind.ANSWER, e.answer(), e.request()))
            .text("care", Exchange::care)
            .bytes("hops", e -> HopLines.write(e.hops()))
            .time("received_at", Exchange::receivedAt)
            .time("answered_at", Exchange::answeredAt)
            .text("bucket", e -> e.pursuit().bucket())
            .fen("epoch", e -> e.pursuit().epoch())
            .text("run", e -> e.pursuit().run())
            .integer("asks", e -> e.pursuit().asks())
            .time("due_at", e -> e.pursuit().dueAt())
            .bool("late", e -> e.pursuit().late())
            .build(MessageTables::exchange);

    static final Table<BusinessKey> BUSINESS_KEY = Table.of(BusinessKey.class, "business_key", 3)
            .text("node", BusinessKey::node)
            .text("kind", BusinessKey::kind)
            .text("value", BusinessKey::value)
            .text("state", k -> k.state().name())
            .text("msgid", BusinessKey::msgid)
            .text("result", BusinessKey::result)
            .build(c -> new BusinessKey(
                    c.text(), c.text(), c.text(), BusinessKey.State.valueOf(c.text()), c.text(), c.text()));

    static final Table<Nonce> NONCE = Table.of(Nonce.class, "nonce", 3)
            .text("caller", Nonce::caller)
            .text("nonce", Nonce::nonce)
            .text("hour", Nonce::hour)
            // to the minute that follows: an index of ranges then hears of a minute, not of each
            .time("at", n -> n.at().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES))
            .build(c -> new Nonce(c.text(), c.text(), c.text(), c.time()));

    static final Table<Remembered> REMEMBERED = Table.of(Remembered.class, "remembered", 2)
            .text("adapter", Remembered::adapter)
            .text("visit", Remembered::visit)
            .text("text", Remembered::text)
            .build(c -> new Remembered(c.text(), c.text(), c.text()));

    static final Table<SideCheck> SIDE_CHECK = Table.of(SideCheck.class, "side_check", 3)
            .text("entry_node", SideCheck::entryNode)
            .text("fixmedins_code", SideCheck::fixmedinsCode)
            .text("msgid", SideCheck::msgid)
            .text("bucket", SideCheck::bucket)
            .text("state", c -> c.state().name())
            .integer("asks", SideCheck::asks)
            .integer("agreed", SideCheck::agreed)
            .integer("differed", SideCheck::differed)
            .time("due_at", SideCheck::dueAt)
            .text("found", SideCheck::found)
            .build(c -> new SideCheck(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    SideState.valueOf(c.text()),
                    c.integer(),
                    c.integer(),
                    c.integer(),
                    c.time(),
                    c.text()));

    private MessageTables() {}

    private static Exchange exchange(Cells c) {
        String entryNode = c.text();
        String fixmedinsCode = c.text();
        String msgid = c.text();
        String infno = c.text();
        String hash = HexFormat.of().formatHex(c.bytes());
        Exchange.State state = Exchange.State.valueOf(c.text());
        String outcome = c.text();
        String code = c.text();
        String result = c.text();
        String origin = c.text();
        String traceId = c.text();
        String destination = c.text();
        int attempt = c.integer();
        byte[] request = PersonalData.open(c.bytes());
        byte[] answer = c.bytesOrNull();
        return new Exchange(
                entryNode,
                fixmedinsCode,
                msgid,
                infno,
                hash,
                state,
                outcome,
                code,
                result,
                origin,
                traceId,
                destination,
                attempt,
                request,
                answer == null ? null : PersonalData.open(answer, request),
                c.textOrNull(),
                HopLines.read(c.bytes()),
                c.time(),
                c.timeOrNull(),
                new Pursuit(c.text(), c.num(), c.text(), c.integer(), c.timeOrNull(), c.bool()));
    }
}
