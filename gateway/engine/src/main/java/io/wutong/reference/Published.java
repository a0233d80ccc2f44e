package io.wutong.reference;

import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;

/**
 * The code lists in force by area and transaction number, and since when each area's catalogue is in force; the nearest
 * above an area that has one counts.
 *
 * @param lists area → infno → list
 * @param catalogueDates area → day
 */
public record Published(Map<String, Map<String, CodeList>> lists, Map<String, LocalDate> catalogueDates) {

    public static final Published NOTHING = new Published(Map.of(), Map.of());

    public Published {
        lists = Map.copyOf(lists);
        catalogueDates = Map.copyOf(catalogueDates);
    }

    Optional<CodeList> list(Areas areas, String area, String infno) {
        for (Area above : areas.upwards(area)) {
            CodeList list =
                    lists.getOrDefault(above.code(), Collections.emptyMap()).get(infno);
            if (list != null) {
                return Optional.of(list);
            }
        }
        return Optional.empty();
    }

    /** The day since which an area's catalogue is in force; the first of all when nobody knows. */
    LocalDate catalogueSince(Areas areas, String area) {
        for (Area above : areas.upwards(area)) {
            LocalDate since = catalogueDates.get(above.code());
            if (since != null) {
                return since;
            }
        }
        return LocalDate.EPOCH;
    }
}
