package io.wutong.region.hunan;

import io.wutong.support.Dates;
import io.wutong.support.Xml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows of a profile's lists in the words of H2, and back, as data; a name that is not in the table stays. */
final class RowNames {

    private record Name(String list, String theirs, String ours, String form, Map<String, String> codes) {}

    private final List<Name> all;

    private RowNames(List<Name> all) {
        this.all = all;
    }

    static RowNames load(String resource) {
        try (InputStream in = RowNames.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            return new RowNames(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split("\\s*,\\s*", -1))
                    .map(cells -> new Name(cells[0], cells[1], cells[2], cells[3], codes(cells[4])))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> codes(String cell) {
        Map<String, String> codes = new TreeMap<>();
        for (String pair : cell.isBlank() ? new String[0] : cell.split(";")) {
            String[] sides = pair.split("=", 2);
            codes.put(sides[0], sides[1]);
        }
        return codes;
    }

    /** A list of theirs, row for row; what is no list stays what it is. */
    Xml ours(Xml list) {
        if (list.rows().isEmpty()) {
            return list;
        }
        Xml.Builder renamed = Xml.element(list.name());
        for (Xml row : list.rows()) {
            Xml.Builder ours = Xml.element("row");
            for (Xml field : row.children()) {
                Name name = all.stream()
                        .filter(each -> list.named(each.list) && field.named(each.theirs))
                        .findFirst()
                        .orElse(null);
                if (name == null || !field.children().isEmpty()) {
                    ours.add(field);
                } else {
                    ours.add(name.ours, name.codes.getOrDefault(field.text(), field.text()));
                }
            }
            renamed.add(ours.build());
        }
        return renamed.build();
    }

    /** A list of ours as they want it. */
    Xml theirs(Xml list) {
        Xml.Builder renamed = Xml.element(list.name());
        for (Xml row : list.rows()) {
            Xml.Builder theirs = Xml.element("row");
            for (Xml field : row.children()) {
                Name name = all.stream()
                        .filter(each -> list.named(each.list) && field.named(each.ours))
                        .findFirst()
                        .orElse(null);
                if (name == null) {
                    theirs.add(field);
                } else {
                    theirs.add(
                            name.theirs,
                            name.form.equals("dt19") ? Dates.dt19(Dates.parse(field.text())) : field.text());
                }
            }
            renamed.add(theirs.build());
        }
        return renamed.build();
    }
}
