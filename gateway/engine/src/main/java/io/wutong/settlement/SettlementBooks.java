package io.wutong.settlement;

import io.wutong.benefit.Adjustment;
import io.wutong.benefit.Recalculation;
import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.FundLine;
import io.wutong.ledger.Books;
import io.wutong.ledger.Entry;
import io.wutong.spi.Body;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The entries of settlements and their reversals, one balanced set for each node (design §7). */
final class SettlementBooks {

    /** Lines that the hospital bears stand among the fund lines of an answer, but nobody owes them. */
    private static final List<String> BORNE_BY_HOSPITAL = List.of(SettlementAnswer.HOSPITAL, "999997");

    /** Stands for the fund where a home answers without fund lines. */
    private static final String NOT_SPLIT = "unsplit";

    private static final String MUTUAL_AID = "mutual_aid";

    private SettlementBooks() {}

    /** Debit what home and patient owe, credit what the institution is owed. */
    static List<Entry> atCare(Settlement settlement, Body output) {
        Books books = Books.of(settlement.node(), settlement.setlId(), settlement.setlId(), settlement.at());
        String home = "receivable:home:" + settlement.homeArea() + ":";
        long owed = settlement.fundSumFen() + settlement.acctFen();
        long told = 0;
        for (Body line : output.bodies("setldetail")) {
            String fund = line.textOr("fund_pay_type", "?");
            if (!BORNE_BY_HOSPITAL.contains(fund)) {
                long fen = line.fen("fund_payamt").orElse(0L);
                books.debit(home + fund, fen);
                told += fen;
            }
        }
        // mutual aid that is not inside acct_pay has no line, and a home may answer without lines
        books.debit(home + (told == 0 ? NOT_SPLIT : MUTUAL_AID), owed - told);
        books.debit(patient(settlement.mdtrtId()), settlement.cashFen());
        return books.credit("payable:institution:" + settlement.fixmedinsCode(), owed + settlement.cashFen())
                .close();
    }

    /** Debit each fund, the personal account and mutual aid, credit what the place of care is owed. */
    static List<Entry> atHome(Settlement settlement, String careArea, Benefit benefit) {
        Books books = Books.of(settlement.node(), settlement.setlId(), settlement.setlId(), settlement.at());
        for (FundLine line : benefit.funds()) {
            books.debit("fund:" + line.fundPayType(), line.fen());
        }
        books.debit(account(settlement.psnNo()), benefit.accountFen());
        books.debit(mutualAid(settlement.psnNo()), benefit.mutualAidFen());
        return books.credit(
                        "payable:care:" + careArea,
                        benefit.fundSumFen() + benefit.accountFen() + benefit.mutualAidFen())
                .close();
    }

    /** A person's own account. */
    static String account(String psnNo) {
        return "account:" + psnNo;
    }

    /** What family mutual aid holds for a person. */
    static String mutualAid(String psnNo) {
        return "account:" + psnNo + ":mutual_aid";
    }

    /** What a set of entries took from an account. */
    static long taken(List<Entry> entries, String account) {
        return entries.stream()
                .filter(entry -> entry.account().equals(account))
                .mapToLong(Entry::amountFen)
                .sum();
    }

    /** The same entries the other way round, under the cancelling row. */
    static List<Entry> reversed(List<Entry> entries, String setlId, Instant at) {
        List<Entry> reversed = new ArrayList<>();
        for (Entry entry : entries) {
            reversed.add(new Entry(
                    entry.node(),
                    setlId,
                    String.format(Locale.ROOT, "%02d", reversed.size()),
                    entry.setlId(),
                    entry.account(),
                    -entry.amountFen(),
                    at));
        }
        return reversed;
    }

    /**
     * The entries between funds and person of what is calculated again: for each settlement that stands a set of its
     * own under the cancelling row, and what had been adjusted on the cancelled one taken back in its reversing set.
     *
     * @param from lines that the reversing set has already
     */
    static List<Entry> adjusted(Settlement cancelled, String negativeId, int from, Recalculation again, Instant at) {
        List<Entry> entries = new ArrayList<>();
        Books back =
                Books.of(cancelled.node(), negativeId, cancelled.setlId(), at).from(from);
        again.adjustedBefore().forEach((type, fen) -> pay(back, cancelled.psnNo(), type, -fen));
        entries.addAll(back.close());
        Map<String, Books> sets = new LinkedHashMap<>();
        for (Adjustment adjustment : again.adjustments()) {
            Books books = sets.computeIfAbsent(
                    adjustment.node() + " " + adjustment.setlId(),
                    key -> Books.of(
                            adjustment.node(), negativeId + "/" + adjustment.setlId(), adjustment.setlId(), at));
            pay(books, cancelled.psnNo(), adjustment.fundPayType(), adjustment.fen());
        }
        sets.values().forEach(books -> entries.addAll(books.close()));
        return entries;
    }

    /** A fund owes a person more; less when negative. */
    private static void pay(Books books, String psnNo, String fundPayType, long fen) {
        books.debit("fund:" + fundPayType, fen).credit("payable:person:" + psnNo, fen);
    }

    static String patient(String mdtrtId) {
        return "receivable:patient:" + mdtrtId;
    }
}
