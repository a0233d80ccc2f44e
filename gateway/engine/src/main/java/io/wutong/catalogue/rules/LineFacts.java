package io.wutong.catalogue.rules;

/**
 * What the place of care knows of a line beside its item; empty where it is not known.
 *
 * @param level settlement level of the institution
 * @param insutype kind of coverage, {@code 310}, {@code 390} …
 * @param psnType {@code psn_type}, as the home told it at admission
 * @param medType {@code med_type}
 * @param diagnosis code of the main diagnosis
 * @param approval {@code hosp_appr_flag}: 0 none needed, 1 approved, 2 not approved
 */
public record LineFacts(
        String level, String insutype, String psnType, String medType, String diagnosis, String approval) {

    public static final String APPROVED = "1";
    public static final String NOT_APPROVED = "2";

    public static final LineFacts UNKNOWN = new LineFacts("", "", "", "", "", "");

    public LineFacts approved(String flag) {
        return new LineFacts(level, insutype, psnType, medType, diagnosis, flag);
    }
}
