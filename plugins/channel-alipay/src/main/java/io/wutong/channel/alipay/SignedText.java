package io.wutong.channel.alipay;

import io.wutong.support.BadAnswer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What exactly is signed: parameters in the order of their names, or a piece of an answer as it stands. */
final class SignedText {

    private SignedText() {}

    /** {@code k=v} joined by {@code &}, by name; empty values and the names left out are no part of it. */
    static String of(Map<String, String> parameters, Set<String> without) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .filter(entry -> !entry.getValue().isEmpty() && !without.contains(entry.getKey()))
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("&"));
    }

    /**
     * The characters of the value that stands below a name of the outermost object: braces are counted, strings passed
     * over. The text has been read as JSON before, so it is well-formed and no name stands twice.
     */
    static String valueOf(String json, String name) {
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
                    return json.substring(from, endOfValue(json, from));
                }
                at = end - 1;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
        throw new BadAnswer("answer.node");
    }

    /** Behind an object or a string; nothing else is ever signed. */
    private static int endOfValue(String json, int from) {
        if (from < json.length() && json.charAt(from) == '"') {
            return endOfString(json, from);
        }
        int depth = 0;
        for (int at = from; at < json.length(); at++) {
            char c = json.charAt(at);
            if (c == '"') {
                at = endOfString(json, at) - 1;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
                if (depth == 0) {
                    return at + 1;
                }
            }
        }
        throw new BadAnswer("answer.node");
    }

    private static int endOfString(String json, int quote) {
        for (int at = quote + 1; at < json.length(); at++) {
            if (json.charAt(at) == '\\') {
                at++;
            } else if (json.charAt(at) == '"') {
                return at + 1;
            }
        }
        throw new BadAnswer("answer.node");
    }

    private static int skipSpace(String json, int from) {
        int at = from;
        while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
            at++;
        }
        return at;
    }
}
