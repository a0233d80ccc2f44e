package io.wutong.support;

import java.util.Optional;

/** A piece of a JSON text exactly as it stands, for signatures over it: reading and writing it again may change it. */
public final class JsonText {

    private JsonText() {}

    /**
     * The characters of the value below a name of the outermost object; empty when there is none. Braces are counted,
     * strings passed over.
     *
     * @param json read as JSON before, so that it is well-formed and no name stands twice
     */
    public static Optional<String> valueOf(String json, String name) {
        int depth = 0;
        for (int at = 0; at < json.length(); at++) {
            char c = json.charAt(at);
            if (c == '"') {
                int end = endOfString(json, at);
                int colon = skipSpace(json, end);
                if (depth == 1
                        && colon < json.length()
                        && json.charAt(colon) == ':'
                        && json.substring(at + 1, end - 1).equals(name)) {
                    int from = skipSpace(json, colon + 1);
                    return Optional.of(json.substring(from, endOfValue(json, from)));
                }
                at = end - 1;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
        return Optional.empty();
    }

    private static int endOfValue(String json, int from) {
        int depth = 0;
        for (int at = from; at < json.length(); at++) {
            char c = json.charAt(at);
            if (c == '"') {
                at = endOfString(json, at) - 1;
                if (depth == 0) {
                    return at + 1;
                }
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
                if (depth == 0) {
                    return at + 1;
                }
                if (depth < 0) { // the end of the outermost object, right behind a number or null
                    return at;
                }
            } else if (depth == 0 && (c == ',' || Character.isWhitespace(c))) {
                return at;
            }
        }
        return json.length();
    }

    private static int endOfString(String json, int quote) {
        for (int at = quote + 1; at < json.length(); at++) {
            if (json.charAt(at) == '\\') {
                at++;
            } else if (json.charAt(at) == '"') {
                return at + 1;
            }
        }
        return json.length();
    }

    private static int skipSpace(String json, int from) {
        int at = from;
        while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
            at++;
        }
        return at;
    }
}
