package io.wutong.coverage;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * A filing that a hospital has sent to a home with a policy (2501, 2503, 2505, 2507).
 *
 * @param sn {@code trt_dcla_detl_sn}, issued by the home
 * @param standing until it is undone or refused
 * @param approval whether it holds, or waits for somebody
 * @param code what it is about: institution, disease, or when the accident was
 * @param from first day
 * @param to last day; empty for no end
 * @param guard the value of its business key
 * @param content what the message said, as JSON text: personal data, written through the store's one codec
 */
public record HomeFiling(
        String node,
        String psnNo,
        String sn,
        Kind kind,
        boolean standing,
        Approval approval,
        String code,
        String from,
        String to,
        String guard,
        String content,
        Instant at)
        implements Row {

    /** What is filed. */
    public enum Kind {
        REFERRAL("转诊"),
        CHRONIC("慢特病"),
        DESIGNATED("定点"),
        INJURY("意外伤害"),
        /** Made by the gateway of a filing for more, because the home compares by equality. */
        WIDENED("备案扩展");

        private final String zh;

        Kind(String zh) {
            this.zh = zh;
        }

        String zh() {
            return zh;
        }
    }

    private static final int DATE_LENGTH = 10;

    public static Key<HomeFiling> key(String node, String psnNo, String sn) {
        return Key.of(HomeFiling.class, node, psnNo, sn);
    }

    /** All of a person. */
    public static Key<HomeFiling> of(String node, String psnNo) {
        return Key.of(HomeFiling.class, node, psnNo);
    }

    @Override
    public Key<HomeFiling> key() {
        return key(node, psnNo, sn);
    }

    /** Those of a kind that stand and need nobody's approval any more. */
    public static List<HomeFiling> standing(List<HomeFiling> all, Kind kind) {
        return those(all, filing -> filing.standing && filing.kind == kind && filing.approval.holds());
    }

    /** Those of a kind that stand, or will once they are approved. */
    static List<HomeFiling> open(List<HomeFiling> all, Kind kind) {
        return those(all, filing -> filing.standing && filing.kind == kind);
    }

    /** Most persons have none, and each settlement asks. */
    private static List<HomeFiling> those(List<HomeFiling> all, Predicate<HomeFiling> which) {
        return all.isEmpty() ? List.of() : all.stream().filter(which).toList();
    }

    /** Whether it holds on the day of a time. */
    public boolean holds(String time) {
        String day = time.substring(0, Math.min(DATE_LENGTH, time.length()));
        return from.compareTo(day) <= 0 && (to.isEmpty() || day.compareTo(to) <= 0);
    }

    /** Whether they are about the same in days that both have. */
    boolean overlaps(HomeFiling other) {
        return kind == other.kind
                && code.equals(other.code)
                && (to.isEmpty() || other.from.compareTo(to) <= 0)
                && (other.to.isEmpty() || from.compareTo(other.to) <= 0);
    }

    /**
     * A filing for the city of a place of care, made of one for its province.
     *
     * @param of what the person is filed for
     */
    public static HomeFiling widened(String node, String psnNo, String sn, CareFiling of, String unit, Instant at) {
        Body said = Body.builder()
                .put("type", of.type())
                .put("chain", of.chain())
                .put("dcla_souc", "GATEWAY_WIDENED")
                .put("of_area", of.area())
                .put("of_no", of.no())
                .build();
        return new HomeFiling(
                node,
                psnNo,
                sn,
                Kind.WIDENED,
                true,
                Approval.NONE,
                unit,
                of.from().toString(),
                of.to() == null ? "" : of.to().toString(),
                Kind.WIDENED + "/" + psnNo + "/" + unit,
                Json.writeText(said),
                at);
    }

    /** Whether it stands because another one stood. */
    boolean madeOf(String other) {
        return kind == Kind.WIDENED && standing && said().textOr("of_no", "").equals(other);
    }

    HomeFiling undone() {
        return new HomeFiling(node, psnNo, sn, kind, false, approval, code, from, to, guard, content, at);
    }

    HomeFiling decided(boolean approved) {
        Approval said = approved ? Approval.GIVEN : Approval.REFUSED;
        return new HomeFiling(node, psnNo, sn, kind, approved, said, code, from, to, guard, content, at);
    }

    Body said() {
        return Json.read(content);
    }

    @Override
    public String toString() {
        return "HomeFiling[" + node + " " + sn + " " + kind + "]";
    }
}
