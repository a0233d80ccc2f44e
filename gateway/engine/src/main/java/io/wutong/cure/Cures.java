package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.coverage.AskHome;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Directory;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.OurMessages;
import io.wutong.port.Clock;
import io.wutong.port.Store;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All cures, and who answers the messages that they send each other. */
public final class Cures {

    private Cures() {}

    public static List<Cure> all(
            Clock clock, Store store, OurMessages messages, Supplier<Directory> directory, Asking asking) {
        return List.of(
                new WatchVisit(Case.FILING_AREA, store),
                new WatchVisit(Case.FILING_NONE, store),
                new OrphanAdmission(store, messages, () -> directory.get().topology()),
                new Revocation(store, messages, directory),
                new InsuredTwice(clock, store, messages, directory, asking),
                new HeldSettlement(store, messages),
                new DeferredSettlement(store, messages),
                new ClaimDue(store, messages),
                new KnownTwice(store, messages, () -> directory.get().topology()),
                new TransferIn(clock, store, messages, directory),
                new TransferOut(store, messages, () -> directory.get().topology()));
    }

    /** Adds who answers: whoever begins one passes it on. */
    public static void handlers(Map<String, CareSide> care, Map<String, HomeSide> home) {
        Map<String, HomeSide> answers = Map.of(
                Transaction.REVOKE, new RevokeAtCare(),
                Transaction.CLAIM, new TakeClaim(),
                Transaction.COVERED, CoverageAtHome.ask(),
                Transaction.RELEASE, new ReleaseAtCare(),
                Transaction.SUSPEND, CoverageAtHome.suspend(),
                Transaction.KNOWN, new OtherHomes(),
                Transaction.PROOF, FormerHome.proof(),
                Transaction.TAKEN_OVER, FormerHome.takenOver(),
                Transaction.RECORD, new TakeRecord());
        answers.forEach((infno, side) -> {
            care.put(infno, new AskHome());
            home.put(infno, side);
        });
    }
}
