package io.wutong.catalogue;

/**
 * One item of a place of care's catalogue.
 *
 * @param code national code, {@code med_list_codg}
 * @param name its name
 * @param level {@code chrgitm_lv}: 01 甲, 02 乙, 03 丙 (own-pay)
 * @param selfPayBp prior self-pay ratio in basis points
 * @param priceMaxMillionths price limit in millionths of a yuan; {@link Long#MAX_VALUE} for none
 */
public record CatalogueItem(String code, String name, String level, int selfPayBp, long priceMaxMillionths) {}
