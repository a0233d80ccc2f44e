package io.wutong.visit;

import io.wutong.port.Key;
import io.wutong.port.Row;
import java.time.Instant;

/**
 * A special attribute (就医特殊属性) that an institution has marked a visit with; the place of care keeps it.
 *
 * @param detlId {@code ipt_psn_sp_flag_detl_id}: the visit's id and the attribute's number in it
 * @param kind {@code ipt_psn_sp_flag_type}
 * @param flag {@code ipt_psn_sp_flag}
 */
public record SpecialAttribute(
        String node,
        String mdtrtId,
        String detlId,
        String fixmedinsCode,
        String psnNo,
        String iptOtpNo,
        String kind,
        String flag,
        String memo,
        Instant at)
        implements Row {

    private static final int NUMBER_LENGTH = 3;

    /** All of a visit. */
    public static Key<SpecialAttribute> of(String node, String mdtrtId) {
        return Key.of(SpecialAttribute.class, node, mdtrtId);
    }

    @Override
    public Key<SpecialAttribute> key() {
        return Key.of(SpecialAttribute.class, node, mdtrtId, detlId);
    }

    /** @param number from 1 */
    static String id(String mdtrtId, int number) {
        return mdtrtId
                + "0"
                        .repeat(Math.max(
                                0, NUMBER_LENGTH - Integer.toString(number).length()))
                + number;
    }

    /** The visit that an id belongs to; empty of what is none. */
    static String visitOf(String detlId) {
        return detlId.length() <= NUMBER_LENGTH ? "" : detlId.substring(0, detlId.length() - NUMBER_LENGTH);
    }
}
