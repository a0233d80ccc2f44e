package io.wutong.support;

import java.util.regex.Pattern;

/**
 * Takes out of a legacy error text what must not leave the house that wrote it: URLs, IP addresses with their ports,
 * bracketed trace tags and long hex ids. What is left is what a clerk can read.
 */
public final class InnerAddresses {

    /** Characters kept of one text: {@code err_msg} holds 200. */
    public static final int LENGTH_MAX = 180;

    private static final Pattern URL =
            Pattern.compile("(?i)\\b(?:jdbc:[a-z0-9]+:|https?:|tcp:|ftp:)//?[^\\s,;，；。)）\\]】]+");
    private static final Pattern IPV4 =
            Pattern.compile("(?<![0-9.])[0-9]{1,3}(?:\\.[0-9xX*]{1,3}){3}(?::[0-9]{1,5})?(?![0-9.])");
    private static final Pattern IPV6 =
            Pattern.compile("(?i)(?<![0-9a-f:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{1,4}(?![0-9a-f:])");
    private static final Pattern HEX = Pattern.compile(
            "(?i)(?<![0-9a-z])(?=[0-9]*[a-f])[0-9a-f]{8}(?:-?[0-9a-f]{4,}){0,6}(?![0-9a-z])|(?<![0-9a-z])[0-9a-f]{24,}(?![0-9a-z])");
    private static final Pattern LEFTOVER =
            Pattern.compile("[(（\\[【<]\\s*(?:(?i)trace(?:id)?|at)?[\\s:=@,;|-]*[)）\\]】>]");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private InnerAddresses() {}

    public static String strip(String text) {
        String bare = URL.matcher(text).replaceAll("");
        bare = IPV4.matcher(bare).replaceAll("");
        bare = IPV6.matcher(bare).replaceAll("");
        bare = HEX.matcher(bare).replaceAll("");
        bare = LEFTOVER.matcher(bare).replaceAll("");
        bare = SPACE.matcher(bare).replaceAll(" ").strip();
        return bare.length() <= LENGTH_MAX
                ? bare
                : bare.substring(0, bare.offsetByCodePoints(0, bare.codePointCount(0, LENGTH_MAX)));
    }
}
