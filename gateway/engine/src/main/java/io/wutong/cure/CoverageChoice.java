package io.wutong.cure;

import io.wutong.spi.Body;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of several coverages stays when the patient has not said: one as an employee before one as a resident, then the
 * one that began last, as far as that is known of both; else the one that he was admitted under.
 */
final class CoverageChoice {

    /** Of the case: who has said last that it insures him. */
    static final String KEPT = "insuring";

    private static final String EMPLOYEE = "310";

    private CoverageChoice() {}

    /**
     * A coverage to choose.
     *
     * @param since its first day; empty where nobody has said it
     */
    record Candidate(String area, String insutype, String since) {

        /** Of an answer to WT04. */
        static Candidate of(Body answer) {
            return new Candidate(answer.textOr("area", ""), answer.textOr("insutype", ""), answer.textOr("since", ""));
        }

        boolean employee() {
            return insutype.equals(EMPLOYEE);
        }

        /** Legacy systems as a rule do not say since when: then nothing follows from it. */
        private boolean before(Candidate other) {
            if (employee() != other.employee()) {
                return employee();
            }
            return !since.isEmpty() && !other.since.isEmpty() && since.compareTo(other.since) > 0;
        }
    }

    /**
     * The areas that insure him too, as a case keeps them.
     *
     * @param silent what they have said last counts
     */
    static String kept(Body facts, List<Candidate> others, List<String> silent) {
        return Stream.concat(
                        others.stream().map(Candidate::area),
                        insuring(facts).stream().filter(silent::contains))
                .distinct()
                .collect(Collectors.joining(" "));
    }

    /** Those that were {@link #kept}. */
    static List<String> insuring(Body facts) {
        return Stream.of(facts.textOr(KEPT, "").split(" "))
                .filter(area -> !area.isEmpty())
                .toList();
    }

    /** @param own the one that he was admitted under: it stays when nothing known speaks for another */
    static Candidate byPolicy(Candidate own, List<Candidate> others) {
        Candidate stays = own;
        for (Candidate other :
                others.stream().sorted(Comparator.comparing(Candidate::area)).toList()) {
            stays = other.before(stays) ? other : stays;
        }
        return stays;
    }
}
