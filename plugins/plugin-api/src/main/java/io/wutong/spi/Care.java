package io.wutong.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the home needs of the care and the message does not carry: said by the place of care, travelling beside the
 * message. Amounts in fen; the four split sums add up to {@code medfeeSumFen} (I1 of the interface reference).
 *
 * @param mdtrtId the visit, issued by the place of care
 * @param fixmedinsCode the institution, 12 characters
 * @param fixmedinsName its name
 * @param institutionArea the area that designated it, six digits
 * @param settlementLevel {@code 1}, {@code 2}, {@code 3} or {@code 9}: the level that policies go by
 * @param psnNo the person's number at home
 * @param insutype the coverage used
 * @param medType {@code med_type}, for instance {@code 21}
 * @param iptOtpNo the hospital's own number of the stay or visit
 * @param admittedAt civil time of admission, {@code yyyy-MM-dd HH:mm:ss}
 * @param dischargedAt civil time of discharge, null while the patient stays
 * @param diagnosisCode main diagnosis, null when not given
 * @param diagnosisName its name, null when not given
 * @param emergency the stay began as an emergency
 * @param injury an injury of outside cause
 * @param filingNo filing or referral number, null without one
 * @param diseaseCode {@code dise_codg}: a chronic or special disease, or one that is paid by a standard; null without one
 * @param medfeeSumFen total of the fee lines
 * @param ownPayFen {@code fulamt_ownpay_amt}
 * @param overLimitFen {@code overlmt_selfpay}
 * @param priorSelfPayFen {@code preselfpay_amt}
 * @param inScopeFen {@code inscp_scp_amt}
 * @param fees the four sums by day of fee, the first day first; told with a trial and a settlement, else empty.
 *     Fees from before the admission of a stay stand apart, by item
 */
public record Care(
        String mdtrtId,
        String fixmedinsCode,
        String fixmedinsName,
        String institutionArea,
        String settlementLevel,
        String psnNo,
        String insutype,
        String medType,
        String iptOtpNo,
        String admittedAt,
        @Nullable String dischargedAt,
        @Nullable String diagnosisCode,
        @Nullable String diagnosisName,
        boolean emergency,
        boolean injury,
        @Nullable String filingNo,
        @Nullable String diseaseCode,
        long medfeeSumFen,
        long ownPayFen,
        long overLimitFen,
        long priorSelfPayFen,
        long inScopeFen,
        List<DayFees> fees) {

    public Care {
        fees = List.copyOf(fees);
    }

    /**
     * The sums of one day's fees, in fen.
     *
     * @param day civil day, {@code yyyy-MM-dd}
     * @param item of fees from before the admission the national code, which tells whether they belong to the stay; else
     *     empty
     */
    public record DayFees(
            String day, String item, long ownPayFen, long overLimitFen, long priorSelfPayFen, long inScopeFen) {

        /** Of a day of the stay itself. */
        public DayFees(String day, long ownPayFen, long overLimitFen, long priorSelfPayFen, long inScopeFen) {
            this(day, "", ownPayFen, overLimitFen, priorSelfPayFen, inScopeFen);
        }

        /** Both together, on this one's day. */
        public DayFees plus(DayFees other) {
            return new DayFees(
                    day,
                    item,
                    ownPayFen + other.ownPayFen,
                    overLimitFen + other.overLimitFen,
                    priorSelfPayFen + other.priorSelfPayFen,
                    inScopeFen + other.inScopeFen);
        }

        public boolean isZero() {
            return ownPayFen == 0 && overLimitFen == 0 && priorSelfPayFen == 0 && inScopeFen == 0;
        }
    }
}
