package io.wutong.channel.unionpay;

import io.wutong.support.BadAnswer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads an answer: {@code k=v&k=v}, not URL-encoded. A value may hold {@code {…}} or {@code […]} with {@code &} inside,
 * and Base64 with {@code =}: fields end at an {@code &} outside of all brackets, a name ends at its first {@code =}.
 */
final class Wire {

    private static final int FIELDS_MAX = 200;

    private Wire() {}

    static Map<String, String> read(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        int depth = 0;
        int from = 0;
        for (int at = 0; at <= text.length(); at++) {
            char c = at == text.length() ? '&' : text.charAt(at);
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == '&' && (depth == 0 || at == text.length())) {
                put(fields, text.substring(from, at));
                from = at + 1;
            }
        }
        if (depth != 0) {
            throw new BadAnswer("answer.brackets");
        }
        return fields;
    }

    private static void put(Map<String, String> fields, String field) {
        int equals = field.indexOf('=');
        if (equals < 1 || fields.size() == FIELDS_MAX) {
            throw new BadAnswer("answer.malformed");
        }
        if (fields.putIfAbsent(field.substring(0, equals), field.substring(equals + 1)) != null) {
            throw new BadAnswer("answer.duplicate");
        }
    }
}
