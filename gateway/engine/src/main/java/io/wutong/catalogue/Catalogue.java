package io.wutong.catalogue;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A place of care's catalogue, one version, immutable. */
public final class Catalogue {

    public static final Catalogue EMPTY = new Catalogue(Map.of());

    private final Map<String, CatalogueItem> items;

    private Catalogue(Map<String, CatalogueItem> items) {
        this.items = items;
    }

    public Optional<CatalogueItem> find(String code) {
        return Optional.ofNullable(items.get(code));
    }

    public int size() {
        return items.size();
    }

    /**
     * Reads {@code code,name,level,selfpay_prop,price_max} with a header; the ratio is a decimal ({@code 0.10}), the
     * price yuan with up to six decimals, empty for no limit.
     *
     * @throws IllegalArgumentException with the line's number
     */
    public static Catalogue parseCsv(List<String> lines) {
        Map<String, CatalogueItem> items = new HashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",", -1);
            if (cells.length != 5) {
                throw new IllegalArgumentException("line " + (i + 1) + ": five cells were expected");
            }
            try {
                CatalogueItem item = new CatalogueItem(
                        cells[0],
                        cells[1],
                        cells[2],
                        new BigDecimal(cells[3]).movePointRight(4).intValueExact(),
                        cells[4].isEmpty()
                                ? Long.MAX_VALUE
                                : new BigDecimal(cells[4]).movePointRight(6).longValueExact());
                if (items.put(item.code(), item) != null) {
                    throw new IllegalArgumentException("code " + item.code() + " stands twice");
                }
            } catch (NumberFormatException | ArithmeticException e) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return new Catalogue(items);
    }
}
