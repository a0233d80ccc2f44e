package io.wutong.settlement;

import io.wutong.benefit.rules.Stay;
import io.wutong.benefit.rules.Sums;
import io.wutong.coverage.CareFiling;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.HomeFiling;
import io.wutong.coverage.Insured;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Times;
import io.wutong.spi.Care;
import io.wutong.topology.Areas;
import io.wutong.visit.Visit;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the home's rules see of a stay: the care that the place of care tells, and the person that the home knows. */
final class CareStay {

    /** {@code med_type} of outpatient care for chronic diseases; regions add digits. */
    private static final String CHRONIC = "14";

    private CareStay() {}

    /**
     * As a policy sees it.
     *
     * @param visit the home's own side: what was settled of it mid-stay; the rest continues that
     * @param filed what hospitals have filed for the person
     */
    static Stay of(
            Care care,
            Visit visit,
            Part settles,
            Insured person,
            List<HomeFiling> filed,
            Coverage coverage,
            Areas areas,
            Stay.Wallet wallet) {
        LocalDate admitted = day("begntime", care.admittedAt());
        LocalDate discharged =
                care.dischargedAt() == null ? last(care, settles, admitted) : day("endtime", care.dischargedAt());
        requireRegistered(care, person, admitted, filed);
        Optional<CareFiling> filing = CareFiling.find(person.filings(filed), areas, care.institutionArea(), admitted);
        Set<String> classes = new HashSet<>(person.identities(discharged));
        classes.add(coverage.psnType());
        Sums billed = new Sums(care.ownPayFen(), care.overLimitFen(), care.priorSelfPayFen(), care.inScopeFen());
        // refund lines may leave one sum negative; no fund is owed by a patient
        Sums sums = billed.netted();
        return new Stay(
                care.mdtrtId(),
                care.fixmedinsCode(),
                care.institutionArea(),
                care.settlementLevel(),
                care.medType(),
                filing.map(CareFiling::type).orElse(""),
                care.emergency(),
                person.hasChosen(care.fixmedinsCode(), admitted, filed),
                visit.mids().last().map(mid -> day("endtime", mid.end())).orElse(admitted),
                discharged,
                -1,
                classes,
                age(person, discharged),
                care.diagnosisCode() == null ? "" : care.diagnosisCode(),
                care.diseaseCode() == null ? "" : care.diseaseCode(),
                Set.of(),
                filing.map(CareFiling::chain).orElse(""),
                settles.kind() == Part.Kind.MID || visit.mids().last().isPresent() ? care.mdtrtId() : "",
                sums,
                sums.equals(billed) ? fees(care) : List.of(),
                List.of(),
                Map.of(),
                wallet);
    }

    /** A chronic disease is paid as such only when the home has it registered. */
    private static void requireRegistered(Care care, Insured person, LocalDate day, List<HomeFiling> filed) {
        if (!care.medType().startsWith(CHRONIC)) {
            return;
        }
        String disease = care.diseaseCode();
        if (disease == null || disease.isEmpty()) {
            throw Fault.FIELD.refusal("dise_codg", "门诊慢特病须填写病种");
        }
        if (!person.registered(disease, day, filed)) {
            throw Fault.CHRONIC.refusal(disease);
        }
    }

    private static List<Stay.DatedSums> fees(Care care) {
        return care.fees().isEmpty()
                ? List.of()
                : care.fees().stream()
                        .map(fee -> new Stay.DatedSums(
                                day("fee_ocur_time", fee.day()),
                                new Sums(fee.ownPayFen(), fee.overLimitFen(), fee.priorSelfPayFen(), fee.inScopeFen())))
                        .toList();
    }

    /** An outpatient comes again under one registration: a batch is of the day of its last fee. */
    private static LocalDate last(Care care, Part settles, LocalDate admitted) {
        return settles.kind() != Part.Kind.BATCH
                ? admitted
                : care.fees().stream()
                        .map(fee -> day("fee_ocur_time", fee.day()))
                        .reduce(admitted, (one, other) -> other.isAfter(one) ? other : one);
    }

    static LocalDate day(String field, String time) {
        try {
            return Times.day(time);
        } catch (DateTimeException e) {
            throw Fault.FIELD.refusal(field, "没有这一天");
        }
    }

    /** Full years on a day; -1 when the birthday is not known. */
    private static int age(Insured person, LocalDate day) {
        try {
            return Period.between(Times.day(person.baseinfo().textOr("brdy", "")), day)
                    .getYears();
        } catch (DateTimeException e) {
            return -1;
        }
    }
}
