package io.wutong.visit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The mid-stay settlements of a stay that stand, the first one first. Each settles all lines uploaded up to then and not
 * settled; a line carries the number of the one that will settle it, and a number is never used again.
 *
 * @param next the number of the next one, from 1
 */
public record Mids(int next, List<Mid> standing) {

    public static final Mids NONE = new Mids(1, List.of());

    private static final String LABEL = "mid/";

    /**
     * One of them.
     *
     * @param end the last day that it settles
     */
    public record Mid(int number, String end, String setlId) {}

    public Mids {
        standing = List.copyOf(standing);
    }

    /** Reads what {@link #text} wrote. */
    public static Mids parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        String[] parts = text.split(";");
        List<Mid> standing = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            String[] mid = parts[i].split(",", 3);
            standing.add(new Mid(Integer.parseInt(mid[0]), mid[1], mid[2]));
        }
        return new Mids(Integer.parseInt(parts[0]), standing);
    }

    /** As the store keeps them; empty while there never was one. */
    public String text() {
        if (equals(NONE)) {
            return "";
        }
        StringBuilder text = new StringBuilder(Integer.toString(next));
        standing.forEach(mid -> text.append(';')
                .append(mid.number)
                .append(',')
                .append(mid.end)
                .append(',')
                .append(mid.setlId));
        return text.toString();
    }

    public Optional<Mid> last() {
        return standing.isEmpty() ? Optional.empty() : Optional.of(standing.get(standing.size() - 1));
    }

    public Mids with(String end, String setlId) {
        List<Mid> more = new ArrayList<>(standing);
        more.add(new Mid(next, end, setlId));
        return new Mids(next + 1, more);
    }

    public Mids withoutLast() {
        return new Mids(next, standing.subList(0, standing.size() - 1));
    }

    /** What a line that is uploaded now carries as its batch. */
    public String label() {
        return next == 1 ? "" : LABEL + next;
    }

    /** The one that has settled a line; empty while none has. */
    public Optional<Mid> of(FeeLine line) {
        String label = line.detail().batch();
        int number = label.isEmpty() ? 1 : Integer.parseInt(label.substring(LABEL.length()));
        return standing.stream().filter(mid -> mid.number >= number).findFirst();
    }
}
