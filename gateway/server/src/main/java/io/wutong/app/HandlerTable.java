package io.wutong.app;

import io.wutong.benefit.AccumulatorsAtHome;
import io.wutong.catalogue.DeleteLines;
import io.wutong.catalogue.LinesBehindPlatform;
import io.wutong.catalogue.UploadLines;
import io.wutong.coverage.AskHome;
import io.wutong.coverage.CertHash;
import io.wutong.coverage.Entitlement;
import io.wutong.coverage.FindHome;
import io.wutong.coverage.PersonAtHome;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.ByCaller;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Handlers;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.SignIn;
import io.wutong.settlement.Cancel;
import io.wutong.settlement.QuerySettlement;
import io.wutong.settlement.Reverse;
import io.wutong.settlement.Settle;
import io.wutong.settlement.SettleAtHome;
import io.wutong.settlement.Sides;
import io.wutong.visit.Admit;
import io.wutong.visit.ChangeVisit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Who answers which transaction. */
final class HandlerTable {

    private HandlerTable() {}

    static Handlers of(CertHash hash) {
        Map<String, CareSide> care = new HashMap<>();
        Map<String, HomeSide> home = new HashMap<>();
        care.put("9001", SignIn.in());
        care.put("9002", SignIn.out());
        care.put("1101", new FindHome(hash));
        home.put("1101", new PersonAtHome(hash));
        care.put("2001", new AskHome());
        home.put("2001", new Entitlement());
        both(care, home, "2401", new Admit());
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
        both(care, home, "2601", new Reverse());
        both(care, home, "5203", new QuerySettlement());
        both(care, home, Transaction.SIDES, new Sides());
        care.put("5206", new AskHome());
        home.put("5206", new AccumulatorsAtHome());
        return new Handlers(care, home, Set.of("2301", "2302"));
    }

    private static <S extends CareSide & HomeSide> void both(
            Map<String, CareSide> care, Map<String, HomeSide> home, String infno, S sides) {
        care.put(infno, sides);
        home.put(infno, sides);
    }
}
