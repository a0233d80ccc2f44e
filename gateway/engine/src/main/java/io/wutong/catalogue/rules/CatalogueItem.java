package io.wutong.catalogue.rules;

/**
 * One row of a place of care's catalogue: what an item is and what is reimbursable of it, for the days of its validity.
 *
 * @param code national code, {@code med_list_codg}
 * @param name its name
 * @param level {@code chrgitm_lv}: 01 甲, 02 乙, 03 丙 (own-pay)
 * @param selfPay prior self-pay ratio
 * @param limit price limit
 * @param limitedUse limited use, 限用范围
 * @param chargeType {@code med_chrgitm_type}
 * @param validity the fee days that it is for
 */
public record CatalogueItem(
        String code,
        String name,
        String level,
        SelfPay selfPay,
        PriceLimit limit,
        LimitedUse limitedUse,
        String chargeType,
        Validity validity) {

    /** 丙, and everything that the catalogue does not know. */
    public static final String OWN_PAY_LEVEL = "03";

    /** {@code med_chrgitm_type} where the catalogue does not say it: other fees. */
    public static final String OTHER_FEES = "14";

    /** An item without conditions, for all days. */
    public static CatalogueItem of(String code, String name, String level, int selfPayBp, long priceMaxMillionths) {
        return new CatalogueItem(
                code,
                name,
                level,
                SelfPay.of(selfPayBp),
                PriceLimit.of(priceMaxMillionths),
                LimitedUse.NONE,
                OTHER_FEES,
                Validity.ALWAYS);
    }

    public CatalogueItem with(Validity other) {
        return new CatalogueItem(code, name, level, selfPay, limit, limitedUse, chargeType, other);
    }
}
