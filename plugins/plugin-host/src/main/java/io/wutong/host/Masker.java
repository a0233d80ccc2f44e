package io.wutong.host;

import io.wutong.spi.Secret;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes numbers of persons, cards and telephones, and an adapter's own secrets, out of a text. Masks too much rather
 * than too little; of an identity number the area in front stays, for whoever looks for a fault.
 */
final class Masker {
    /** 15, 17 or 18 characters with a date of birth inside, also between letters. */
    private static final Pattern IDENTITY = Pattern.compile(
            "(?<!\\d)(\\d{6})(?:(?:18|19|20)\\d{2}|\\d{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])\\d{3}[\\dXx]?(?!\\d)");
    /** Bank and health cards, and what else is as long. */
    private static final Pattern LONG_NUMBER = Pattern.compile("(?<![0-9A-Za-z])\\d{15,19}[Xx]?(?![0-9A-Za-z])");
    /** A social security card's nine characters. */
    private static final Pattern SOCIAL_CARD = Pattern.compile("(?<![0-9A-Za-z])[A-Z]\\d{8}(?![0-9A-Za-z])");

    private static final Pattern MOBILE = Pattern.compile("(?<![0-9a-f])(1[3-9]\\d)\\d{8}(?![0-9a-f])");

    /** Shorter ones would blank out ordinary words. */
    private static final int SECRET_LENGTH_MIN = 6;

    private final List<String> secrets;

    Masker(Collection<Secret> secrets) {
        this.secrets = secrets.stream()
                .map(Secret::text)
                .map(String::strip)
                .filter(text -> text.length() >= SECRET_LENGTH_MIN)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    String mask(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, "***");
        }
        masked = IDENTITY.matcher(masked).replaceAll("$1************");
        masked = LONG_NUMBER.matcher(masked).replaceAll("****************");
        masked = SOCIAL_CARD.matcher(masked).replaceAll("*********");
        return MOBILE.matcher(masked).replaceAll("$1********");
    }
}
