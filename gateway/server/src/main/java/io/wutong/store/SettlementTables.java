package io.wutong.store;

import io.wutong.benefit.Accumulator;
import io.wutong.benefit.Adjustment;
import io.wutong.benefit.Calculation;
import io.wutong.coverage.CoverageTally;
import io.wutong.ledger.Entry;
import io.wutong.ledger.EntrySet;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settlements: how they were calculated, what they add up to, and the books. */
final class SettlementTables {

    /** Its output stands in the answer of the message that made it, as a rule. */
    static final Table<Settlement> SETTLEMENT = Table.of(Settlement.class, "settlement", 2)
            .text("node", Settlement::node)
            .text("setl_id", Settlement::setlId)
            .text("mdtrt_id", Settlement::mdtrtId)
            .text("psn_no", Settlement::psnNo)
            .text("fixmedins_code", Settlement::fixmedinsCode)
            .text("msgid", Settlement::msgid)
            .text("home_area", Settlement::homeArea)
            .text("state", s -> s.state().name())
            .text("init_setl_id", Settlement::initSetlId)
            .text("cancelled_by", Settlement::cancelledBy)
            .fen("medfee_sum_fen", Settlement::medfeeSumFen)
            .fen("fund_sum_fen", Settlement::fundSumFen)
            .fen("acct_fen", Settlement::acctFen)
            .fen("cash_fen", Settlement::cashFen)
            .fen("hospital_fen", Settlement::hospitalFen)
            .text("order_no", Settlement::orderNo)
            .text("part", Settlement::part)
            .bytes(
                    "output",
                    s -> s.answeredAt() == null ? PersonalData.seal(Packed.Kind.ANSWER, Json.write(s.output())) : null)
            .text("answered_at", Settlement::answeredAt)
            .time("at", Settlement::at)
            .beside(
                    "left join exchange e on e.entry_node = t.answered_at and e.fixmedins_code = t.fixmedins_code"
                            + " and e.msgid = t.msgid",
                    "e.request, e.answer")
            .build(SettlementTables::settlement);

    static final Table<Calculation> CALCULATION = Table.of(Calculation.class, "calculation", 3)
            .text("node", Calculation::node)
            .text("psn_no", Calculation::psnNo)
            .text("setl_id", Calculation::setlId)
            .text("desk", Calculation::desk)
            .text("insutype", Calculation::insutype)
            .time("at", Calculation::at)
            .bool("standing", Calculation::standing)
            .bytes("basis", k -> PersonalData.seal(Packed.Kind.CALCULATION, Json.write(k.basis())))
            .bytes("now", k -> k.now() == null ? null : PersonalData.sealText(Packed.Kind.CALCULATION, k.now()))
            .build(c -> new Calculation(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.time(),
                    c.bool(),
                    Json.read(c.document()),
                    c.documentOrNull()));

    static final Table<Accumulator> ACCUMULATOR = Table.of(Accumulator.class, "accumulator", 4)
            .text("node", Accumulator::node)
            .text("psn_no", Accumulator::psnNo)
            .text("insutype", Accumulator::insutype)
            .text("year", Accumulator::year)
            .text("amounts", Accumulator::amounts)
            .build(c -> new Accumulator(c.text(), c.text(), c.text(), c.text(), c.text()));

    static final Table<CoverageTally> COVERAGE_TALLY = Table.of(CoverageTally.class, "coverage_tally", 3)
            .text("node", CoverageTally::node)
            .text("psn_no", CoverageTally::psnNo)
            .text("insutype", CoverageTally::insutype)
            .time("calculated_at", CoverageTally::calculatedAt)
            .fen("account_fen", CoverageTally::accountFen)
            .fen("account_stated_fen", CoverageTally::accountStatedFen)
            .fen("mutual_aid_fen", CoverageTally::mutualAidFen)
            .fen("mutual_aid_stated_fen", CoverageTally::mutualAidStatedFen)
            .build(c -> new CoverageTally(c.text(), c.text(), c.text(), c.time(), c.num(), c.num(), c.num(), c.num()));

    static final Table<Adjustment> ADJUSTMENT = Table.of(Adjustment.class, "adjustment", 4)
            .text("node", Adjustment::node)
            .text("setl_id", Adjustment::setlId)
            .text("cause", Adjustment::cause)
            .text("fund_pay_type", Adjustment::fundPayType)
            .fen("fund_fen", Adjustment::fen)
            .time("at", Adjustment::at)
            .build(c -> new Adjustment(c.text(), c.text(), c.text(), c.text(), c.num(), c.time()));

    static final Table<EntrySet> BOOKS = Table.of(EntrySet.class, "entry_set", 2)
            .text("node", EntrySet::node)
            .text("entry_set", EntrySet::set)
            .text("setl_id", EntrySet::setlId)
            .text("lines", set -> EntryLines.write(set.entries()))
            .time("at", EntrySet::at)
            .build(c -> {
                String node = c.text();
                String set = c.text();
                String setlId = c.text();
                List<Entry> entries = EntryLines.read(c.text());
                return new EntrySet(node, set, setlId, c.time(), entries);
            });

    private SettlementTables() {}

    private static Settlement settlement(Cells c) {
        String node = c.text();
        String setlId = c.text();
        String mdtrtId = c.text();
        String psnNo = c.text();
        String fixmedinsCode = c.text();
        String msgid = c.text();
        String homeArea = c.text();
        SettlementState state = SettlementState.valueOf(c.text());
        String initSetlId = c.textOrNull();
        String cancelledBy = c.textOrNull();
        long medfeeSum = c.num();
        long fundSum = c.num();
        long account = c.num();
        long cash = c.num();
        long hospital = c.num();
        String orderNo = c.textOrNull();
        String part = c.text();
        byte[] output = c.bytesOrNull();
        String answeredAt = c.textOrNull();
        Instant at = c.time();
        return new Settlement(
                node,
                setlId,
                mdtrtId,
                psnNo,
                fixmedinsCode,
                msgid,
                homeArea,
                state,
                initSetlId,
                cancelledBy,
                medfeeSum,
                fundSum,
                account,
                cash,
                hospital,
                orderNo,
                part,
                output(output, c.bytesOrNull(), c.bytesOrNull()),
                answeredAt,
                at);
    }

    /** Its own, or what was answered to the message that made it. */
    private static Body output(byte @Nullable [] own, byte @Nullable [] request, byte @Nullable [] answer) {
        if (own != null) {
            return Json.read(PersonalData.open(own));
        }
        if (request == null || answer == null) {
            throw new IllegalStateException("the answer in which a settlement's output stands is gone");
        }
        return Json.read(PersonalData.open(answer, PersonalData.open(request))).body("output");
    }
}
