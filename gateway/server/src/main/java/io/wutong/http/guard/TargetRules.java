package io.wutong.http.guard;

/**
 * Accepts a request target only in the one spelling that has nothing left to decode or to normalise, so that whoever
 * authorises a path and whoever routes it cannot see two different ones.
 *
 * <p>Our own paths are plain; a dot segment, an empty segment, a backslash or an escaped delimiter is an attempt.
 */
final class TargetRules {

    private static final String PATH_PUNCTUATION = "/-._~!$&'()*+,;=:@";
    /** Escaped, these could turn into structure further on, as could the controls. */
    private static final String NEVER_ESCAPED_IN_PATH = "%./\\;?#";

    private TargetRules() {}

    static boolean isPlain(String target) {
        if (target.isEmpty() || target.charAt(0) != '/' || target.length() > HardenedHttp.TARGET_BYTES_MAX) {
            return false;
        }
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        return isPlainPath(path) && (question < 0 || isPlainQuery(target.substring(question + 1)));
    }

    private static boolean isPlainPath(String path) {
        int segment = 1;
        for (int i = 1; i <= path.length(); i++) {
            if (i < path.length() && path.charAt(i) != '/') {
                continue;
            }
            String name = path.substring(segment, i);
            boolean last = i == path.length();
            if (name.equals(".") || name.equals("..") || (name.isEmpty() && !last)) {
                return false;
            }
            segment = i + 1;
        }
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                int escaped = escaped(path, i);
                if (escaped < ' ' || escaped == 0x7f || NEVER_ESCAPED_IN_PATH.indexOf(escaped) >= 0) {
                    return false;
                }
                i += 2;
            } else if (!isLetterOrDigit(c) && PATH_PUNCTUATION.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlainQuery(String query) {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c == '%') {
                // an escaped control character has no business in a query of ours; malformed escapes come back negative
                int escaped = escaped(query, i);
                if (escaped < ' ' || escaped == 0x7f) {
                    return false;
                }
                i += 2;
            } else if (c <= ' ' || c >= 0x7f || c == '#' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** The octet behind a percent sign, negative when it is not two hexadecimal digits. */
    private static int escaped(String text, int percent) {
        if (percent + 2 >= text.length()) {
            return -1;
        }
        int high = Character.digit(text.charAt(percent + 1), 16);
        int low = Character.digit(text.charAt(percent + 2), 16);
        return high < 0 || low < 0 || text.charAt(percent + 1) > 'f' || text.charAt(percent + 2) > 'f'
                ? -1
                : high * 16 + low;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
