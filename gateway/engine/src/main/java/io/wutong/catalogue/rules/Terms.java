package io.wutong.catalogue.rules;

import java.math.BigDecimal;

/**
 * What the catalogue says for one line: how much of it is own-pay, limited and prior self-pay, and why.
 *
 * @param code national code that was found; empty when none was
 * @param level {@code chrgitm_lv}
 * @param ratioBp {@code selfpay_prop}
 * @param limitMillionths price limit; {@link PriceLimit#NO_LIMIT} for none
 * @param limited whether the item's use is limited
 * @param chargeType {@code med_chrgitm_type}
 * @param cause why all of it is own-pay, or {@link Cause#NONE}
 */
public record Terms(
        String code, String level, int ratioBp, long limitMillionths, boolean limited, String chargeType, Cause cause) {

    /** Why a whole line is own-pay. */
    public enum Cause {
        NONE(""),
        CLASS("丙类，全额自费"),
        UNMAPPED("未对照到就医地目录，暂按全额自费，已进入对照队列"),
        OUTSIDE("目录外项目，全额自费"),
        NOT_APPROVED("医院审批不通过，全额自费"),
        LIMITED_USE("不符合限用范围，全额自费");

        private final String zh;

        Cause(String zh) {
            this.zh = zh;
        }

        /** What the line's {@code memo} says. */
        public String zh() {
            return zh;
        }
    }

    /** No item was found yet; somebody is asked. */
    public static final Terms UNMAPPED = without(Cause.UNMAPPED);

    /** It was decided that there is no item. */
    public static final Terms OUTSIDE = without(Cause.OUTSIDE);

    private static Terms without(Cause cause) {
        return new Terms(
                "",
                CatalogueItem.OWN_PAY_LEVEL,
                SelfPay.WHOLE_BP,
                PriceLimit.NO_LIMIT,
                false,
                CatalogueItem.OTHER_FEES,
                cause);
    }

    /** The terms of a line of this item at this unit price. */
    public static Terms of(CatalogueItem item, LineFacts facts, BigDecimal price) {
        Cause cause = cause(item, facts, price);
        boolean own = cause != Cause.NONE;
        return new Terms(
                item.code(),
                item.level(),
                own ? SelfPay.WHOLE_BP : item.selfPay().bp(facts, price),
                own ? PriceLimit.NO_LIMIT : item.limit().at(facts.level()),
                item.limitedUse().limited(),
                item.chargeType(),
                cause);
    }

    private static Cause cause(CatalogueItem item, LineFacts facts, BigDecimal price) {
        if (item.level().equals(CatalogueItem.OWN_PAY_LEVEL)) {
            return Cause.CLASS;
        }
        if (facts.approval().equals(LineFacts.NOT_APPROVED)) {
            return Cause.NOT_APPROVED;
        }
        return item.limitedUse().permits(facts, price) ? Cause.NONE : Cause.LIMITED_USE;
    }

    public boolean ownPay() {
        return cause != Cause.NONE;
    }

    public boolean unmapped() {
        return cause == Cause.UNMAPPED;
    }
}
