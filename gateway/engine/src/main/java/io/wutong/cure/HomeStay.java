package io.wutong.cure;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Care;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person's stay as the home has last heard of it, so that one that was left open is found.
 *
 * @param mdtrtId issued by the place of care
 * @param lookAt when the home looks whether it was settled; null while there is nothing to look for
 * @param setlId of a home with a legacy system, which keeps no visits of ours; else empty
 */
public record HomeStay(
        String node,
        String psnNo,
        String mdtrtId,
        String careArea,
        String fixmedinsCode,
        String fixmedinsName,
        String admittedAt,
        State state,
        @Nullable Instant lookAt,
        String setlId)
        implements Row {

    /** How long after a discharge a stay is settled as a rule. */
    static final Duration SETTLED_WITHIN = Duration.ofHours(24);

    /** What was heard last. */
    public enum State {
        ADMITTED,
        LEFT,
        REVOKED,
        /** Said only where a legacy system keeps the visit. */
        SETTLED
    }

    /** All of a person. */
    public static Key<HomeStay> of(String node, String psnNo) {
        return Key.of(HomeStay.class, node, psnNo);
    }

    public static Key<HomeStay> key(String node, String psnNo, String mdtrtId) {
        return Key.of(HomeStay.class, node, psnNo, mdtrtId);
    }

    static HomeStay admitted(String node, Care care) {
        return new HomeStay(
                node,
                care.psnNo(),
                care.mdtrtId(),
                care.institutionArea(),
                care.fixmedinsCode(),
                care.fixmedinsName(),
                care.admittedAt(),
                State.ADMITTED,
                null,
                "");
    }

    @Override
    public Key<HomeStay> key() {
        return key(node, psnNo, mdtrtId);
    }

    /** Those that were not taken back and are not known to be settled. */
    static List<HomeStay> standing(List<HomeStay> all) {
        return all.stream()
                .filter(stay -> stay.state != State.REVOKED && stay.state != State.SETTLED)
                .toList();
    }

    HomeStay heard(State last, @Nullable Instant look) {
        return new HomeStay(node, psnNo, mdtrtId, careArea, fixmedinsCode, fixmedinsName, admittedAt, last, look, "");
    }

    HomeStay settled(String setlId) {
        return new HomeStay(
                node, psnNo, mdtrtId, careArea, fixmedinsCode, fixmedinsName, admittedAt, State.SETTLED, null, setlId);
    }
}
