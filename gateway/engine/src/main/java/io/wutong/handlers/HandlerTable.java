package io.wutong.handlers;

import io.wutong.benefit.AccumulatorsAtHome;
import io.wutong.catalogue.ChronicLines;
import io.wutong.catalogue.DeleteBatch;
import io.wutong.catalogue.DeleteLines;
import io.wutong.catalogue.LinesBehindPlatform;
import io.wutong.catalogue.ListLines;
import io.wutong.catalogue.UploadLines;
import io.wutong.coverage.AskHome;
import io.wutong.coverage.CertHash;
import io.wutong.coverage.Entitlement;
import io.wutong.coverage.FileAtHome;
import io.wutong.coverage.FindHome;
import io.wutong.coverage.ListFilings;
import io.wutong.coverage.PersonAtHome;
import io.wutong.coverage.UndoFiling;
import io.wutong.cure.Cures;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.ByCaller;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Handlers;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.SignIn;
import io.wutong.reference.ReferenceData;
import io.wutong.settlement.Cancel;
import io.wutong.settlement.Purchase;
import io.wutong.settlement.QuerySettlement;
import io.wutong.settlement.Reverse;
import io.wutong.settlement.Settle;
import io.wutong.settlement.SettleAtHome;
import io.wutong.settlement.Sides;
import io.wutong.visit.Admit;
import io.wutong.visit.ChangeVisit;
import io.wutong.visit.ListDiagnoses;
import io.wutong.visit.ListVisits;
import io.wutong.visit.SpecialAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who answers which transaction. */
public final class HandlerTable {

    private HandlerTable() {}

    /** @param hash under which persons are found by their certificate numbers */
    public static Handlers of(CertHash hash) {
        Map<String, CareSide> care = new HashMap<>();
        Map<String, HomeSide> home = new HashMap<>();
        care.put("9001", SignIn.in());
        care.put("9002", SignIn.out());
        care.put("1101", new FindHome(hash));
        home.put("1101", new PersonAtHome(hash));
        care.put("2001", new AskHome());
        home.put("2001", new Entitlement());
        both(care, home, "2401", Admit.inpatient());
        both(care, home, "2402", ChangeVisit.discharge());
        both(care, home, "2403", ChangeVisit.details());
        both(care, home, "2404", ChangeVisit.revoke());
        both(care, home, "2405", ChangeVisit.undoDischarge());
        care.put("2301", new ByCaller(new UploadLines(), LinesBehindPlatform.upload()));
        home.put("2301", new UploadLines());
        care.put("2302", new ByCaller(new DeleteLines(), LinesBehindPlatform.takeBack()));
        home.put("2302", new DeleteLines());
        care.put("2303", Settle.trial());
        home.put("2303", SettleAtHome.trial());
        care.put("2304", Settle.commit());
        home.put("2304", SettleAtHome.commit());
        both(care, home, "2305", new Cancel());
        care.put("2101", Purchase.trial());
        home.put("2101", SettleAtHome.purchaseTrial());
        care.put("2102", Purchase.commit());
        home.put("2102", SettleAtHome.purchase());
        both(care, home, "2103", new Cancel());
        both(care, home, "2201", Admit.outpatient());
        both(care, home, "2202", ChangeVisit.revoke());
        both(care, home, "2203", ChangeVisit.outpatientDetails());
        both(care, home, "2203A", ChangeVisit.outpatientDetails());
        both(care, home, "2204", new UploadLines());
        both(care, home, "2205", new DeleteBatch());
        care.put("2206", Settle.trial());
        home.put("2206", SettleAtHome.trial());
        care.put("2207", Settle.commit());
        home.put("2207", SettleAtHome.commit());
        both(care, home, "2208", new Cancel());
        for (String filing :
                List.of("2501", "2501A", "2502", "2503", "2504", "2505", "2506", "2507", "5301", "5302", "5304")) {
            care.put(filing, new AskHome());
        }
        home.put("2501", FileAtHome.referral());
        home.put("2501A", FileAtHome.referral());
        home.put("2502", UndoFiling.referral());
        home.put("2503", FileAtHome.chronic());
        home.put("2504", UndoFiling.chronic());
        home.put("2505", FileAtHome.designated());
        home.put("2506", UndoFiling.designated());
        home.put("2507", FileAtHome.injury());
        home.put("5301", ListFilings.chronic());
        home.put("5302", ListFilings.designated());
        home.put("5304", ListFilings.referrals());
        both(care, home, "2601", new Reverse());
        both(care, home, "5201", ListVisits.all());
        both(care, home, "5202", new ListDiagnoses());
        both(care, home, "5203", new QuerySettlement());
        both(care, home, "5204", new ListLines());
        both(care, home, "5303", ListVisits.inHospital());
        both(care, home, Transaction.SIDES, new Sides());
        both(care, home, "5205", new ChronicLines());
        care.put("2406", SpecialAttributes.upload());
        care.put("2407", SpecialAttributes.list());
        care.put("5206", new AskHome());
        home.put("5206", new AccumulatorsAtHome());
        ReferenceData.handlers(care);
        Cures.handlers(care, home);
        return new Handlers(care, home, Set.of("2203", "2203A", "2204", "2205", "2301", "2302"), hash);
    }

    private static <S extends CareSide & HomeSide> void both(
            Map<String, CareSide> care, Map<String, HomeSide> home, String infno, S sides) {
        care.put(infno, sides);
        home.put(infno, sides);
    }
}
