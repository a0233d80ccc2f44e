package io.wutong.settlement;

import io.wutong.envelope.Fault;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.Message;
import io.wutong.ledger.EntrySet;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Of a 2304, 2207 or 2102: a settlement that was booked, or a visit that waits for its answer. */
final class ReverseSettlement implements Reversible {

    @Override
    public String part(Exchange original) {
        return original.infno().equals("2102") ? "druginfo" : "data";
    }

    @Override
    public Needs needs(String node, Exchange original) {
        Needs needs = Billed.needs(node, mdtrtId(original), settles(original)).and(Needs.rows(key(node, original)));
        String setlId = original.result();
        if (!setlId.isEmpty()) {
            needs = needs.and(Needs.rows(Settlement.key(node, setlId), Cancel.key(node, setlId)))
                    .and(Needs.groups(EntrySet.key(node, setlId)));
        }
        return needs;
    }

    @Override
    public Needs needsAtHome(String desk, Exchange original) {
        return needs(desk, original).and(Undo.ofPerson(desk, said(original, "psn_no")));
    }

    /** Where an order collects, 2305 takes back; and a cancellation that is under way is not overtaken. */
    @Override
    public void require(Message message, String node, Exchange original, Rows rows) {
        Optional<Settlement> standing = standing(node, original, rows);
        if (standing.filter(settlement -> settlement.orderNo() != null).isPresent()) {
            throw Fault.SETTLED.refusal(original.result());
        }
        standing.flatMap(settlement -> Billed.find(rows, node, settlement.mdtrtId(), settlement.settles()))
                .ifPresent(Billed::requireLast);
        standing.flatMap(settlement -> rows.one(Cancel.key(node, settlement.setlId())))
                .filter(held -> held.state() == BusinessKey.State.UNDER_WAY)
                .ifPresent(held -> {
                    throw Fault.UNDERWAY.refusal(held.msgid());
                });
    }

    @Override
    public List<Row> undo(Message message, String node, Exchange original, Rows rows) {
        Optional<Settlement> standing = standing(node, original, rows);
        if (standing.isPresent()) {
            String negative = standing.get().negativeId();
            Body output = SettlementAnswer.negative(standing.get().output(), negative, message);
            return Undo.writesWithTask(message, rows, standing.get(), negative, output);
        }
        List<Row> writes = new ArrayList<>();
        Optional<BusinessKey> held = rows.one(key(node, original));
        boolean othersSettle = held.filter(key -> key.state() == BusinessKey.State.UNDER_WAY)
                .filter(key -> !key.msgid().equals(original.msgid()))
                .isPresent();
        billed(node, original, rows)
                .filter(billed -> billed.settling() && !othersSettle)
                .ifPresent(billed -> writes.addAll(billed.toNotSettled(message)));
        held.filter(key -> key.msgid().equals(original.msgid()))
                .ifPresent(key -> writes.add(key.released(message.msgid())));
        return writes;
    }

    /** What it was about to settle, as a node has it. */
    Optional<Billed> billed(String node, Exchange original, Rows rows) {
        return Billed.find(rows, node, mdtrtId(original), settles(original));
    }

    private Part settles(Exchange original) {
        return original.request().length == 0
                ? Part.WHOLE
                : Part.of(
                        original.infno(),
                        Json.read(original.request()).body("input").body(part(original)));
    }

    private Key<BusinessKey> key(String node, Exchange original) {
        return settles(original).key(node, mdtrtId(original), original.fixmedinsCode(), said(original, "psn_no"));
    }

    /** Said by the message; of a purchase what the home was told, since the place of care issues it. */
    private String mdtrtId(Exchange original) {
        String said = said(original, "mdtrt_id");
        return said.isEmpty() ? original.toldVisit() : said;
    }

    private static Optional<Settlement> standing(String node, Exchange original, Rows rows) {
        return original.result().isEmpty()
                ? Optional.empty()
                : rows.one(Settlement.key(node, original.result()))
                        .filter(settlement -> settlement.state() == SettlementState.STANDING);
    }
}
