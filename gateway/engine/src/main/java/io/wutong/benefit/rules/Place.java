package io.wutong.benefit.rules;

import java.util.List;
import java.util.Set;

/** Where care was given, seen from home. */
public final class Place {

    public static final String LOCAL = "local";
    public static final String IN_PROVINCE = "in_province";
    public static final String OUT_OF_PROVINCE = "out_of_province";

    public static final Set<String> NAMES = Set.of(LOCAL, IN_PROVINCE, OUT_OF_PROVINCE);

    private static final int PROVINCE_DIGITS = 2;

    private Place() {}

    /** The digits that all institutions of an area share: 320000 → 32, 320100 → 3201, 320199 → 3201, 320115 → itself. */
    public static String prefix(String area) {
        String prefix = area;
        while (prefix.length() > PROVINCE_DIGITS && (prefix.endsWith("00") || prefix.endsWith("99"))) {
            prefix = prefix.substring(0, prefix.length() - 2);
        }
        return prefix;
    }

    /** An institution area that is not given counts as home. */
    static String of(String institutionArea, List<String> localPrefixes) {
        if (institutionArea.isEmpty()) {
            return LOCAL;
        }
        for (String prefix : localPrefixes) {
            if (institutionArea.startsWith(prefix)) {
                return LOCAL;
            }
        }
        return institutionArea.startsWith(localPrefixes.get(0).substring(0, PROVINCE_DIGITS))
                ? IN_PROVINCE
                : OUT_OF_PROVINCE;
    }
}
