package io.wutong.catalogue;

import io.wutong.port.Key;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The decided mappings of all places of care, as one snapshot; an institution's own comes before the one for all. */
public final class Mappings {

    public static final Mappings NONE = new Mappings(List.of());

    private final Map<Key<CatalogueMapping>, CatalogueMapping> byKey = new HashMap<>();

    public Mappings(List<CatalogueMapping> decided) {
        decided.forEach(mapping -> byKey.put(mapping.key(), mapping));
    }

    /** What was decided for a code on the day of the fee. */
    public Optional<CatalogueMapping> find(String node, String fixmedinsCode, String localCode, LocalDate day) {
        return at(CatalogueMapping.key(node, fixmedinsCode, localCode), day)
                .or(() -> at(CatalogueMapping.key(node, CatalogueMapping.EVERY, localCode), day));
    }

    /** All that hold for an institution, its own in place of those for every one, in the order of the codes. */
    public List<CatalogueMapping> of(String node, String fixmedinsCode) {
        return byKey.values().stream()
                .filter(mapping -> mapping.node().equals(node))
                .filter(mapping -> mapping.fixmedinsCode().equals(fixmedinsCode)
                        || mapping.fixmedinsCode().equals(CatalogueMapping.EVERY)
                                && !byKey.containsKey(CatalogueMapping.key(node, fixmedinsCode, mapping.localCode())))
                .sorted(Comparator.comparing(CatalogueMapping::localCode))
                .toList();
    }

    private Optional<CatalogueMapping> at(Key<CatalogueMapping> key, LocalDate day) {
        return Optional.ofNullable(byKey.get(key))
                .filter(mapping -> mapping.validity().has(day));
    }

    public int size() {
        return byKey.size();
    }
}
