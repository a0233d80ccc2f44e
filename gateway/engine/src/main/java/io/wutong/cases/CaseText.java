package io.wutong.cases;

import io.wutong.envelope.Csv;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is noted of a case and told to whoever waits: a key of {@code api-spec/case-texts.csv} with what fills it, kept as
 * one text ({@code key|first|second}) and read in either language.
 */
public final class CaseText {

    private static final Map<String, List<String>> ALL = read();

    private CaseText() {}

    private static Map<String, List<String>> read() {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        for (Map<String, String> row : Csv.rows("case-texts.csv")) {
            texts.put(row.getOrDefault("key", ""), List.of(row.getOrDefault("zh", ""), row.getOrDefault("en", "")));
        }
        return texts;
    }

    /** @throws IllegalArgumentException for a key that the table does not have */
    public static String of(String key, String... filled) {
        if (!ALL.containsKey(key)) {
            throw new IllegalArgumentException("no text of a case: " + key);
        }
        StringBuilder text = new StringBuilder(key);
        for (String part : filled) {
            text.append('|').append(part.replace('|', '/'));
        }
        return text.toString();
    }

    /** In Chinese; a text that is of no key, as another kind of case keeps it, as it is. */
    public static String zh(String kept) {
        return filled(kept, 0);
    }

    public static String en(String kept) {
        return filled(kept, 1);
    }

    private static String filled(String kept, int language) {
        String[] parts = kept.split("\\|", -1);
        List<String> texts = ALL.get(parts[0]);
        if (texts == null) {
            return kept;
        }
        String text = texts.get(language);
        for (int i = 1; i < parts.length; i++) {
            text = text.replace("{" + (i - 1) + "}", parts[i]);
        }
        return text;
    }
}
