package io.wutong.settlement;

import io.wutong.benefit.rules.Filing;
import io.wutong.benefit.rules.Stay;
import io.wutong.benefit.rules.Sums;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Person;
import io.wutong.envelope.Fault;
import io.wutong.spi.Care;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the home's rules see of a stay: the care that the place of care tells, and the person that the home knows. */
final class CareStay {

    private static final int DATE_LENGTH = 10;

    private CareStay() {}

    static Stay of(Care care, Person person, Coverage coverage) {
        LocalDate admitted = day("begntime", care.admittedAt());
        LocalDate discharged = care.dischargedAt() == null ? admitted : day("endtime", care.dischargedAt());
        return new Stay(
                care.mdtrtId(),
                care.fixmedinsCode(),
                care.institutionArea(),
                care.settlementLevel(),
                care.medType(),
                care.filingNo() == null ? "" : Filing.REFERRED,
                care.emergency(),
                false,
                admitted,
                discharged,
                -1,
                Set.of(coverage.psnType()),
                age(person, discharged),
                care.diagnosisCode() == null ? "" : care.diagnosisCode(),
                "",
                Set.of(),
                "",
                "",
                // refund lines may leave one sum negative; no fund is owed by a patient
                new Sums(care.ownPayFen(), care.overLimitFen(), care.priorSelfPayFen(), care.inScopeFen()).netted(),
                List.of(),
                List.of(),
                Map.of(),
                Stay.Wallet.NONE);
    }

    private static LocalDate day(String field, String time) {
        try {
            return LocalDate.parse(time.substring(0, Math.min(DATE_LENGTH, time.length())));
        } catch (DateTimeException e) {
            throw Fault.FIELD.refusal(field, "没有这一天");
        }
    }

    /** Full years on a day; -1 when the birthday is not known. */
    private static int age(Person person, LocalDate day) {
        try {
            return Period.between(LocalDate.parse(person.baseinfo().textOr("brdy", "")), day)
                    .getYears();
        } catch (DateTimeException e) {
            return -1;
        }
    }
}
