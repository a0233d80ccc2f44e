package io.wutong.settlement;

import io.wutong.benefit.Adjustment;
import io.wutong.benefit.Recalculation;
import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.FundLine;
import io.wutong.ledger.Books;
import io.wutong.ledger.Entry;
import io.wutong.ledger.EntrySet;
import io.wutong.spi.Body;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    static List<EntrySet> atCare(Settlement settlement, Body output) {
        Books books = Books.of(settlement.node(), settlement.setlId(), settlement.setlId(), settlement.at());
        String home = "receivable:home:" + settlement.homeArea() + ":";
        long owed = settlement.fundSumFen() + settlement.acctFen();
        long told = 0;
        for (Body line : output.bodies("setldetail")) {
            String fund = line.textOr("fund_pay_type", "?");
            if (!BORNE_BY_HOSPITAL.contains(fund)) {
                long fen = line.fenOr("fund_payamt", 0);
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
    static List<EntrySet> atHome(Settlement settlement, String careArea, Benefit benefit) {
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

    /** What sets of entries took from an account. */
    static long taken(List<EntrySet> sets, String account) {
        long taken = 0;
        for (EntrySet set : sets) {
            for (Entry entry : set.entries()) {
                taken += entry.account().equals(account) ? entry.amountFen() : 0;
            }
        }
        return taken;
    }

    /** The same entries the other way round, under the cancelling row; more may be added to them. */
    static Books reversing(Settlement settlement, List<EntrySet> sets, String negativeId, Instant at) {
        Books books = Books.of(settlement.node(), negativeId, settlement.setlId(), at);
        for (EntrySet set : sets) {
            set.entries().forEach(entry -> books.debit(entry.account(), -entry.amountFen()));
        }
        return books;
    }

    /**
     * The entries between funds and person of what is calculated again: for each settlement that stands a set of its
     * own under the cancelling row, and what had been adjusted on the cancelled one taken back in its reversing set.
     *
     * @param reversing the cancelled settlement's
     */
    static List<EntrySet> adjusted(
            Settlement cancelled, String negativeId, Books reversing, Recalculation again, Instant at) {
        again.adjustedBefore().forEach((type, fen) -> pay(reversing, cancelled.psnNo(), type, -fen));
        Map<String, Books> sets = new LinkedHashMap<>();
        for (Adjustment adjustment : again.adjustments()) {
            Books books = sets.computeIfAbsent(
                    adjustment.node() + " " + adjustment.setlId(),
                    key -> Books.of(
                            adjustment.node(), negativeId + "/" + adjustment.setlId(), adjustment.setlId(), at));
            pay(books, cancelled.psnNo(), adjustment.fundPayType(), adjustment.fen());
        }
        List<EntrySet> adjusted = new ArrayList<>();
        sets.values().forEach(books -> adjusted.addAll(books.close()));
        return adjusted;
    }

    /** A fund owes a person more; less when negative. */
    private static void pay(Books books, String psnNo, String fundPayType, long fen) {
        books.debit("fund:" + fundPayType, fen).credit("payable:person:" + psnNo, fen);
    }

    static String patient(String mdtrtId) {
        return "receivable:patient:" + mdtrtId;
    }
}
