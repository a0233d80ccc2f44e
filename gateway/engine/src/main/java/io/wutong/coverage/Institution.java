package io.wutong.coverage;

/**
 * A designated institution, from an import.
 *
 * @param code {@code fixmedins_code}, 12 characters
 * @param area the area that designated it
 * @param settlementLevel {@code 1}, {@code 2}, {@code 3} or {@code 9}
 * @param hospLv {@code hosp_lv}
 * @param type {@code fixmedins_type}
 * @param uscc unified social credit code; empty when it was not said
 */
public record Institution(
        String code, String name, String area, String settlementLevel, String hospLv, String type, String uscc) {

    /** A retail pharmacy: 2 in the code table, and a code that begins with P. */
    public boolean isPharmacy() {
        return type.equals("2") || code.startsWith("P");
    }

    /** Without its credit code. */
    public Institution(String code, String name, String area, String settlementLevel, String hospLv, String type) {
        this(code, name, area, settlementLevel, hospLv, type, "");
    }
}
