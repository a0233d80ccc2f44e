package io.wutong.reference;

import java.util.regex.Pattern;

/** {@code list_type} of a national code, by how it is built (domain reference §8.2). */
final class ListType {

    private static final Pattern WESTERN_OR_PATENT = Pattern.compile("[XZ].*");
    private static final int PIECES_LENGTH = 10;

    private ListType() {}

    static String of(String code) {
        if (WESTERN_OR_PATENT.matcher(code).matches()) {
            return "101";
        }
        if (code.startsWith("T")) {
            return code.length() > PIECES_LENGTH ? "106" : "102";
        }
        if (code.startsWith("J")) {
            return "103";
        }
        return code.startsWith("C") ? "301" : "201";
    }
}
