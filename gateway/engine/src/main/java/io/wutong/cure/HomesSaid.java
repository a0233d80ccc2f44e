package io.wutong.cure;

import io.wutong.cases.CaseText;
import io.wutong.spi.Body;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the other homes have said in a turn of {@link InsuredTwice}, by the areas that a patient chooses among; and what its
 * case keeps of it: his number there, whether a legacy system has said it, since when a home has been silent.
 *
 * @param insuring who has said that it insures him
 * @param silent who has not said whether it does
 */
record HomesSaid(List<CoverageChoice.Candidate> insuring, List<String> silent) {

    /** Before an area, the person's number there. */
    private static final String THERE = "there_";
    /** Before an area that has a legacy system. */
    private static final String LEGACY = "legacy_";
    /** Before the area that was asked, the one whose coverage it is. */
    private static final String COVERED_BY = "covered_by_";
    /** Before an area, whether it has suspended its coverage. */
    private static final String SUSPENDED = "suspended_";
    /** The areas that have not said whether they insure him. */
    private static final String SILENT = "silent";
    /** Before one of them, since when. */
    private static final String SINCE = "silent_since_";
    /** How long the last word of one counts that has said that it does. */
    private static final Duration ANSWERS_WITHIN = Duration.ofDays(1);

    /** @param asked the areas, in the order of what they have said */
    static HomesSaid of(Turn turn, List<String> asked, List<Insuring.Said> all, Instant now) {
        List<CoverageChoice.Candidate> insuring = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) instanceof Insuring.Said.Yes yes) {
                insuring.add(yes.coverage());
                heard(turn, asked.get(i), yes);
            } else if (all.get(i) instanceof Insuring.Said.Nothing) {
                silent.add(turn.known().textOr(COVERED_BY + asked.get(i), asked.get(i)));
            }
        }
        noted(turn, silent, now);
        return new HomesSaid(insuring, silent);
    }

    private static void heard(Turn turn, String asked, Insuring.Said.Yes yes) {
        String area = yes.coverage().area();
        if (!area.equals(asked)) {
            turn.know(COVERED_BY + asked, area);
        }
        if (yes.legacy()) {
            turn.know(LEGACY + area, "1");
        }
        if (!yes.psnNo().isEmpty()) {
            turn.know(THERE + area, yes.psnNo());
        }
    }

    private static void noted(Turn turn, List<String> silent, Instant now) {
        List<String> before = List.of(turn.known().textOr(SILENT, "").split(" "));
        for (String area : silent) {
            if (!before.contains(area)) {
                turn.know(SINCE + area, now.toString());
            }
        }
        if (silent.isEmpty()) {
            turn.know(SILENT, "");
        } else {
            turn.learn(SILENT, String.join(" ", silent), CaseText.of("twice.unanswered"));
        }
    }

    boolean nobody() {
        return insuring.isEmpty() && silent.isEmpty();
    }

    /** Whether an area may still insure him. */
    boolean mayInsure(String area) {
        return silent.contains(area)
                || insuring.stream().anyMatch(one -> one.area().equals(area));
    }

    /** Whether he is not to be settled for under the home of his admission. */
    boolean bars(Body facts, Instant now) {
        return !insuring.isEmpty() || silent.stream().anyMatch(area -> bars(facts, area, now));
    }

    /** One whose last word was that it insures him, and that is expected to answer again. */
    private static boolean bars(Body facts, String silent, Instant now) {
        return CoverageChoice.insuring(facts).contains(silent)
                && !facts.textOr(SUSPENDED + silent, "").equals("yes")
                && now.isBefore(Instant.parse(facts.textOr(SINCE + silent, now.toString()))
                        .plus(ANSWERS_WITHIN));
    }

    static boolean ofLegacy(Body facts, String area) {
        return facts.has(LEGACY + area);
    }

    /** The person's number in an area, as far as a legacy system there has said it. */
    static String psnNo(Body facts, String area) {
        return facts.textOr(THERE + area, "");
    }

    /** @param name the area's */
    static Turn suspended(Turn turn, String area, String name, boolean done) {
        String fact = SUSPENDED + area;
        if (!done) {
            return turn.learn(fact, "not", CaseText.of("twice.not_suspended", name));
        }
        return turn.known().textOr(fact, "").equals("yes")
                ? turn
                : turn.learn(fact, "yes", CaseText.of("twice.suspended", name)).askingAnew();
    }
}
