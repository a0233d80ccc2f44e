package io.wutong.benefit.rules;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * Examinations before admission that belong to the stay: institution, disease and item must all be listed.
 *
 * @param diseases prefixes of the main diagnosis
 * @param daysMax at most so many days before admission
 */
public record PreAdmission(Set<String> institutions, List<String> diseases, Set<String> items, int daysMax) {

    public static final PreAdmission NONE = new PreAdmission(Set.of(), List.of(), Set.of(), 0);

    /** The sums of the stay with the examinations that belong to it. */
    Sums join(Stay stay) {
        Sums sums = stay.sums();
        for (Stay.Exam exam : stay.exams()) {
            sums = belongs(stay, exam) ? sums.plus(exam.sums()) : sums;
        }
        return sums;
    }

    boolean belongs(Stay stay, Stay.Exam exam) {
        return belongs(stay.institution(), stay.diagnosis(), stay.admitted(), exam.item(), exam.day());
    }

    /** Whether an item of a day before is the stay's. */
    public boolean belongs(String institution, String diagnosis, LocalDate admitted, String item, LocalDate day) {
        return institutions.contains(institution)
                && diseases.stream().anyMatch(diagnosis::startsWith)
                && items.contains(item)
                && !day.isAfter(admitted)
                && !day.isBefore(admitted.minusDays(daysMax));
    }
}
