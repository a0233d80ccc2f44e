package io.wutong.benefit.rules;

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
        return institutions.contains(stay.institution())
                && diseases.stream().anyMatch(stay.diagnosis()::startsWith)
                && items.contains(exam.item())
                && !exam.day().isAfter(stay.admitted())
                && !exam.day().isBefore(stay.admitted().minusDays(daysMax));
    }
}
