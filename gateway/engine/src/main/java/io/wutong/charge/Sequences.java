package io.wutong.charge;

import io.wutong.topology.Areas;
import java.util.Comparator;
import java.util.List;

/** What the regions have said about the order of both halves; the nearest area that says something decides. */
public record Sequences(List<Rule> rules) {

    public static final Sequences USUAL = new Sequences(List.of());

    public Sequences {
        rules = List.copyOf(rules);
    }

    /**
     * One region's word.
     *
     * @param area place of care, with all below it
     * @param infno the settlement
     * @param together whether a channel that can may take the insurance's half with the cash, in one order
     */
    public record Rule(String area, String infno, Sequence sequence, boolean together) {
        public Rule(String area, String infno, Sequence sequence) {
            this(area, infno, sequence, false);
        }
    }

    Rule of(Kind kind, String careArea, Areas areas) {
        return rules.stream()
                .filter(rule -> rule.infno().equals(kind.settles) && areas.covers(rule.area(), careArea))
                .max(Comparator.comparingInt(rule -> depth(rule.area())))
                .orElseGet(() -> new Rule(careArea, kind.settles, kind.usual));
    }

    /** The fewer zeros at its end, the nearer. */
    private static int depth(String area) {
        int depth = area.length();
        while (depth > 0 && area.charAt(depth - 1) == '0') {
            depth--;
        }
        return depth;
    }
}
