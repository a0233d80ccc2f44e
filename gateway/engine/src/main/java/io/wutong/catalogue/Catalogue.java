package io.wutong.catalogue;

import io.wutong.catalogue.rules.CatalogueItem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A place of care's catalogue, one version, immutable: for each code the items of its periods, which do not overlap. */
public final class Catalogue {

    public static final Catalogue EMPTY = of(List.of());

    private final List<CatalogueItem> items;
    private final Map<String, List<CatalogueItem>> byCode;
    private final TreeMap<String, CatalogueItem> codes = new TreeMap<>();
    private final Map<String, CatalogueItem> byName = new HashMap<>();

    private Catalogue(List<CatalogueItem> items, Map<String, List<CatalogueItem>> byCode) {
        this.items = items;
        this.byCode = byCode;
        for (CatalogueItem item : items) {
            codes.putIfAbsent(item.code(), item);
            byName.putIfAbsent(item.name(), item);
        }
    }

    /**
     * A catalogue of these items.
     *
     * @throws IllegalArgumentException when two of one code overlap in validity
     */
    public static Catalogue of(List<CatalogueItem> items) {
        Map<String, List<CatalogueItem>> byCode = new HashMap<>();
        for (CatalogueItem item : items) {
            List<CatalogueItem> periods = byCode.get(item.code());
            if (periods == null) {
                byCode.put(item.code(), List.of(item));
                continue;
            }
            List<CatalogueItem> all = new ArrayList<>(periods);
            for (CatalogueItem other : periods) {
                if (other.validity().overlaps(item.validity())) {
                    throw new IllegalArgumentException(
                            "code " + item.code() + ": 有效期重叠 · two periods of validity overlap");
                }
            }
            all.add(item);
            all.sort(Comparator.comparing(one -> one.validity().from()));
            byCode.put(item.code(), List.copyOf(all));
        }
        return new Catalogue(List.copyOf(items), byCode);
    }

    /** The item of a code on the day of the fee. */
    public Optional<CatalogueItem> find(String code, LocalDate day) {
        List<CatalogueItem> periods = byCode.get(code);
        if (periods != null) {
            for (CatalogueItem item : periods) {
                if (item.validity().has(day)) {
                    return Optional.of(item);
                }
            }
        }
        return Optional.empty();
    }

    /** Whether there is or was an item of this code. */
    public boolean has(String code) {
        return byCode.containsKey(code);
    }

    /** The first item of a name. */
    Optional<CatalogueItem> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The first item whose code begins so. */
    Optional<CatalogueItem> beginning(String stem) {
        Map.Entry<String, CatalogueItem> next = codes.ceilingEntry(stem);
        return next == null || !next.getKey().startsWith(stem) ? Optional.empty() : Optional.of(next.getValue());
    }

    /** In the order of the file. */
    public List<CatalogueItem> items() {
        return items;
    }

    public int size() {
        return items.size();
    }
}
