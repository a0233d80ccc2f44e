package io.wutong.notify.sms;

import io.wutong.spi.Body;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with gaps that the provider has approved, for one kind of our notices. It is read backwards: a whole text that
 * fits gives back what stands in the gaps, so that the patient reads exactly what the gateway wrote.
 *
 * <pre>
 *  您的转诊${no}已办结,有效期至${until}      ◄─ 您的转诊Z001已办结,有效期至12月31日
 *  {"no":"Z001","until":"12月31日"}
 * </pre>
 *
 * @param kind our name of the notice
 * @param code the provider's number of the template
 * @param literals what stands around the gaps: one more than there are gaps
 * @param names of the gaps, in their order
 */
record Template(String kind, String code, List<String> literals, List<String> names) {

    private static final Pattern GAP = Pattern.compile("\\$\\{([A-Za-z][A-Za-z0-9_]{0,29})}");

    /** @throws IllegalArgumentException when two gaps touch, so that nobody could tell them apart again */
    static Template of(String kind, String code, String text) {
        List<String> literals = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Matcher gap = GAP.matcher(text);
        int from = 0;
        while (gap.find()) {
            if (!names.isEmpty() && gap.start() == from) {
                throw new IllegalArgumentException("templates: two variables touch in " + kind);
            }
            literals.add(text.substring(from, gap.start()));
            names.add(gap.group(1));
            from = gap.end();
        }
        literals.add(text.substring(from));
        if (literals.stream().anyMatch(literal -> literal.contains("${"))) {
            throw new IllegalArgumentException("templates: ${name} expected in " + kind);
        }
        return new Template(kind, code, List.copyOf(literals), List.copyOf(names));
    }

    /** What stands in the gaps; empty when the text is another one. A gap is never empty. */
    Optional<Body> parameters(String text) {
        if (!text.startsWith(literals.get(0))) {
            return Optional.empty();
        }
        if (names.isEmpty()) {
            return text.equals(literals.get(0)) ? Optional.of(Body.EMPTY) : Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        Body.Builder parameters = Body.builder();
        int from = literals.get(0).length();
        for (int gap = 0; gap < names.size(); gap++) {
            String next = literals.get(gap + 1);
            boolean last = gap == names.size() - 1;
            int to = last ? endOfLast(text, next) : text.indexOf(next, from + 1);
            if (to <= from) {
                return Optional.empty();
            }
            String value = text.substring(from, to);
            String before = values.putIfAbsent(names.get(gap), value);
            if (before != null && !before.equals(value)) {
                return Optional.empty();
            }
            parameters.put(names.get(gap), value);
            from = to + next.length();
        }
        return Optional.of(parameters.build());
    }

    private static int endOfLast(String text, String literal) {
        return text.endsWith(literal) ? text.length() - literal.length() : -1;
    }
}
