package io.wutong.settlement;

import io.wutong.benefit.rules.PolicyVersions;
import io.wutong.benefit.rules.PreAdmission;
import io.wutong.spi.Care;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * Fees of a stay from before its admission, at a home with a policy: examinations that the policy lists are the stay's and
 * paid as such; all others the patient bears himself, as own-pay of the same bill.
 */
final class BeforeAdmission {

    private BeforeAdmission() {}

    /** The care with the sums that the home goes by; the same when nothing is from before the admission. */
    static Care counted(Care care, PolicyVersions policies) {
        if (care.fees().stream().allMatch(fee -> fee.item().isEmpty())) {
            return care;
        }
        LocalDate admitted = CareStay.day("begntime", care.admittedAt());
        PreAdmission listed =
                policies.on(CareStay.day("endtime", Settle.day(care))).preAdmission();
        String diagnosis = care.diagnosisCode() == null ? "" : care.diagnosisCode();
        long ownPay = care.ownPayFen();
        long overLimit = care.overLimitFen();
        long priorSelfPay = care.priorSelfPayFen();
        long inScope = care.inScopeFen();
        List<Care.DayFees> fees = new ArrayList<>();
        for (Care.DayFees fee : care.fees()) {
            LocalDate day = fee.item().isEmpty() ? admitted : CareStay.day("fee_ocur_time", fee.day());
            if (!day.isBefore(admitted) || listed.belongs(care.fixmedinsCode(), diagnosis, admitted, fee.item(), day)) {
                fees.add(fee);
                continue;
            }
            ownPay += fee.overLimitFen() + fee.priorSelfPayFen() + fee.inScopeFen();
            overLimit -= fee.overLimitFen();
            priorSelfPay -= fee.priorSelfPayFen();
            inScope -= fee.inScopeFen();
            fees.add(new Care.DayFees(
                    fee.day(),
                    fee.item(),
                    fee.ownPayFen() + fee.overLimitFen() + fee.priorSelfPayFen() + fee.inScopeFen(),
                    0,
                    0,
                    0));
        }
        return new Care(
                care.mdtrtId(),
                care.fixmedinsCode(),
                care.fixmedinsName(),
                care.institutionArea(),
                care.settlementLevel(),
                care.psnNo(),
                care.insutype(),
                care.medType(),
                care.iptOtpNo(),
                care.admittedAt(),
                care.dischargedAt(),
                care.diagnosisCode(),
                care.diagnosisName(),
                care.emergency(),
                care.injury(),
                care.filingNo(),
                care.diseaseCode(),
                care.medfeeSumFen(),
                ownPay,
                overLimit,
                priorSelfPay,
                inScope,
                fees);
    }
}
