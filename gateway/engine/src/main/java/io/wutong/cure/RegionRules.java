package io.wutong.cure;

import io.wutong.envelope.Csv;
import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How each region wants its failures cured: rows of {@code area,rule,value}, of which the nearest above an area counts.
 * What a region has imported comes before what the gateway ships ({@code api-spec/region-rules.csv}).
 */
public final class RegionRules {

    /** {@code above}: a filing for a province covers its cities; {@code equal}: the home compares by equality. */
    public static final String FILING_MATCH = "filing_match";

    /** {@code yes}: who is not filed is settled only once he is, or says that he will not. */
    public static final String FILING_REQUIRED = "filing_required";

    /** {@code province}: filings for this place of care are made for the whole of it. */
    public static final String FILED_TO = "filed_to";

    /** The reverse of the doing by which an admission is taken back, numbers with blanks between. */
    public static final String REVOKE_ORDER = "revoke_order";

    /** Working days in which a patient may choose between two coverages. */
    public static final String CHOICE_DAYS = "choice_days";

    /** Working days in which a hospital may say that a patient is still there. */
    public static final String CONFIRM_DAYS = "confirm_days";

    /** {@code yes}: a settlement whose home is cut off is kept and settled later; the patient may leave. */
    public static final String DEFERRED = "deferred";

    /** What is open to patients from elsewhere, and to ours elsewhere: words of {@link OpenArea}. */
    public static final String OPEN = "open";

    /** {@code closed}: ordinary outpatient care elsewhere is paid from the account alone, the rest by a manual claim. */
    public static final String OUTPATIENT = "outpatient";

    /** Days on which nobody works though it is no weekend: {@code none}, or days and spans of days. */
    public static final String HOLIDAYS = "holidays";

    /** Days of a weekend that are worked in their stead; as {@link #HOLIDAYS}. */
    public static final String WORKDAYS = "workdays";

    /** Days between two coverages that may be made up for when one is transferred. */
    public static final String TRANSFER_GAP_DAYS = "transfer_gap_days";

    /** When a newborn is insured in time and so covered from birth: {@code year}, days, or {@code no}. */
    public static final String NEWBORN = "newborn";

    /** What the gateway ships. */
    public static final RegionRules SHIPPED = of(Csv.rows("region-rules.csv"));

    private final Map<String, Map<String, String>> byArea;

    private RegionRules(Map<String, Map<String, String>> byArea) {
        this.byArea = byArea;
    }

    private static RegionRules of(List<Map<String, String>> rows) {
        Map<String, Map<String, String>> byArea = new HashMap<>();
        rows.forEach(row -> byArea.computeIfAbsent(row.getOrDefault("area", ""), area -> new HashMap<>())
                .put(row.getOrDefault("rule", ""), row.getOrDefault("value", "")));
        return new RegionRules(byArea);
    }

    /** With a region's own rows before these. */
    public RegionRules with(List<Map<String, String>> rows) {
        Map<String, Map<String, String>> merged = new HashMap<>();
        byArea.forEach((area, rules) -> merged.put(area, new HashMap<>(rules)));
        of(rows).byArea
                .forEach((area, rules) ->
                        merged.computeIfAbsent(area, none -> new HashMap<>()).putAll(rules));
        return new RegionRules(merged);
    }

    /** The rule of the nearest area above that has one; the nation's row has all. */
    public String of(Areas areas, String area, String rule) {
        for (Area above : areas.upwards(area)) {
            String value = byArea.getOrDefault(above.code(), Map.of()).get(rule);
            if (value != null) {
                return value;
            }
        }
        return byArea.getOrDefault("100000", Map.of()).getOrDefault(rule, "");
    }

    public boolean is(Areas areas, String area, String rule, String value) {
        return of(areas, area, rule).equals(value);
    }

    public List<String> list(Areas areas, String area, String rule) {
        return List.of(of(areas, area, rule).split(" "));
    }

    public int number(Areas areas, String area, String rule) {
        return Integer.parseInt(of(areas, area, rule));
    }
}
