package io.wutong.benefit.rules;

import java.util.Set;

/** Classes of filing for care away from home (domain reference §4.12). */
public final class Filing {

    public static final String LOCAL = "local";
    public static final String LONG_TERM = "long_term";
    public static final String REFERRED = "referred";
    public static final String EMERGENCY = "emergency";
    public static final String OTHER = "other";
    public static final String UNFILED = "unfiled";

    public static final Set<String> NAMES = Set.of(LOCAL, LONG_TERM, REFERRED, EMERGENCY, OTHER, UNFILED);

    private Filing() {}

    /** The class that counts: at home {@code local}; away an emergency without a filing is treated as filed. */
    static String of(Stay stay, String place) {
        if (!stay.filing().isEmpty() && !stay.filing().equals(UNFILED)) {
            return stay.filing();
        }
        if (place.equals(Place.LOCAL)) {
            return LOCAL;
        }
        return stay.emergency() ? EMERGENCY : UNFILED;
    }
}
