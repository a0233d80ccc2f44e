package io.wutong.coverage;

import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import io.wutong.topology.Level;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a person's filings fit a place of care on the day of an admission.
 *
 * @param unit the area for which one files to be treated there: its city, or its province where that is the rule
 * @param filing the one that fits, or the nearest that does not; null with none
 */
public record FilingMatch(Kind kind, String unit, @Nullable CareFiling filing) {

    /** From nothing needed to nothing there. */
    public enum Kind {
        /** The place of care is the home itself. */
        AT_HOME,
        /** Filed for the unit itself, or for less of it. */
        EXACT,
        /** Filed for what lies above the unit. */
        ABOVE,
        /** Filed, for another place. */
        ELSEWHERE,
        /** Filed, for other days. */
        OTHER_DAYS,
        NONE
    }

    /** @param byProvince whether one files for the whole province of the place of care */
    public static FilingMatch of(
            List<CareFiling> filings,
            Areas areas,
            String careArea,
            String homeArea,
            LocalDate admitted,
            boolean byProvince) {
        String unit = unit(areas, careArea, byProvince);
        if (unit.equals(unit(areas, homeArea, byProvince))) {
            return new FilingMatch(Kind.AT_HOME, unit, null);
        }
        Optional<CareFiling> exact = CareFiling.find(
                filings.stream()
                        .filter(filing -> areas.covers(unit, filing.area()))
                        .toList(),
                areas,
                careArea,
                admitted);
        if (exact.isPresent()) {
            return new FilingMatch(Kind.EXACT, unit, exact.get());
        }
        Optional<CareFiling> above = CareFiling.find(filings, areas, careArea, admitted);
        if (above.isPresent()) {
            return new FilingMatch(Kind.ABOVE, unit, above.get());
        }
        Optional<CareFiling> otherDays = filings.stream()
                .filter(filing -> areas.covers(filing.area(), careArea))
                .findFirst();
        return otherDays
                .map(filing -> new FilingMatch(Kind.OTHER_DAYS, unit, filing))
                .orElseGet(() -> filings.stream()
                        .filter(filing -> filing.holds(admitted))
                        .findFirst()
                        .map(filing -> new FilingMatch(Kind.ELSEWHERE, unit, filing))
                        .orElse(new FilingMatch(Kind.NONE, unit, null)));
    }

    private static String unit(Areas areas, String area, boolean byProvince) {
        return areas.upwards(area).stream()
                .filter(above -> above.level() == (byProvince ? Level.PROVINCE : Level.CITY))
                .map(Area::code)
                .findFirst()
                .orElseGet(() -> areas.upwards(area).stream()
                        .filter(above -> above.level() == Level.PROVINCE)
                        .map(Area::code)
                        .findFirst()
                        .orElse(area));
    }

    /** Whether the stay is settled as that of somebody who is filed. */
    public boolean filed() {
        return kind == Kind.AT_HOME || kind == Kind.EXACT || kind == Kind.ABOVE;
    }
}
