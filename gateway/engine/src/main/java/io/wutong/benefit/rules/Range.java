package io.wutong.benefit.rules;

/**
 * A closed range of whole numbers, written {@code 60-69}, {@code 70-} or {@code -17}, a single number for itself.
 */
public record Range(int from, int to) {

    public Range {
        if (to < from) {
            throw new IllegalArgumentException("a range runs backwards: " + from + "-" + to);
        }
    }

    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Range parse(String text) {
        try {
            int dash = text.indexOf('-');
            if (dash < 0) {
                return new Range(Integer.parseInt(text), Integer.parseInt(text));
            }
            String from = text.substring(0, dash);
            String to = text.substring(dash + 1);
            if (from.isEmpty() && to.isEmpty()) {
                throw new NumberFormatException();
            }
            return new Range(
                    from.isEmpty() ? 0 : Integer.parseInt(from),
                    to.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(to));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a range such as 60-69, 70- or -17 was expected, not " + text, e);
        }
    }

    public boolean holds(int number) {
        return number >= from && number <= to;
    }
}
