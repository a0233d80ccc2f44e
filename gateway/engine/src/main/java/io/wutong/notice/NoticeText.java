package io.wutong.notice;

import io.wutong.envelope.Csv;
import java.util.Map;
import java.util.stream.Collectors;

/** What patients read, from {@code api-spec/notice-texts.csv}; a provider's templates must have the same words. */
public final class NoticeText {

    private static final Map<String, String> ALL = Csv.rows("notice-texts.csv").stream()
            .collect(Collectors.toMap(row -> row.getOrDefault("key", ""), row -> row.getOrDefault("zh", "")));

    private NoticeText() {}

    /** @throws IllegalArgumentException for a key that the table does not have */
    public static String of(String key, String... filled) {
        String text = ALL.get(key);
        if (text == null) {
            throw new IllegalArgumentException("no text of a notice: " + key);
        }
        for (int i = 0; i < filled.length; i++) {
            text = text.replace("{" + i + "}", filled[i]);
        }
        return text;
    }
}
