package io.wutong.cases;

import io.wutong.envelope.Csv;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row of {@code api-spec/cases.csv}: what a kind of case is called, who must act, and how long it waits for that.
 *
 * @param code the stable code that an operator is shown, the domain's own where it has one
 * @param who who must act and how, Chinese first
 * @param patience how long a node has before the case climbs to the one above it
 * @param cured it has a cure: it ends with a settled visit, a manual claim or a recorded withdrawal, in no other way
 */
public record CaseKind(String kind, String code, String zh, String en, String who, Duration patience, boolean cured) {

    private static final Map<String, CaseKind> ALL = read();

    private static Map<String, CaseKind> read() {
        Map<String, CaseKind> kinds = new LinkedHashMap<>();
        for (Map<String, String> row : Csv.rows("cases.csv")) {
            CaseKind kind = new CaseKind(
                    row.getOrDefault("kind", ""),
                    row.getOrDefault("code", ""),
                    row.getOrDefault("zh", ""),
                    row.getOrDefault("en", ""),
                    row.getOrDefault("who_zh", "") + " · " + row.getOrDefault("who_en", ""),
                    Duration.ofHours(Long.parseLong(row.getOrDefault("hours", ""))),
                    "yes".equals(row.get("cured")));
            kinds.put(kind.kind(), kind);
        }
        return Collections.unmodifiableMap(kinds);
    }

    /** All of them, in the table's order. */
    public static Collection<CaseKind> all() {
        return ALL.values();
    }

    /** @throws IllegalArgumentException for what the table does not have */
    public static CaseKind of(String kind) {
        CaseKind found = ALL.get(kind);
        if (found == null) {
            throw new IllegalArgumentException("no kind of case: " + kind);
        }
        return found;
    }
}
