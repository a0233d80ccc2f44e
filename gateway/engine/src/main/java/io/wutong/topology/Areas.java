package io.wutong.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tree of areas, immutable; knows who lies below whom. */
public final class Areas {

    private final Map<String, Area> byCode;
    /** Of each, itself and all above it: each message asks some times. */
    private final Map<String, List<Area>> upwards = new HashMap<>();

    private Areas(Map<String, Area> byCode) {
        this.byCode = byCode;
        byCode.keySet().forEach(code -> upwards.put(code, way(code)));
    }

    /**
     * Builds the tree.
     *
     * @throws IllegalArgumentException on a code that stands twice, a parent that is missing, or a circle
     */
    public static Areas of(Collection<Area> areas) {
        Map<String, Area> byCode = new HashMap<>();
        for (Area area : areas) {
            if (byCode.put(area.code(), area) != null) {
                throw new IllegalArgumentException("area " + area.code() + " stands twice");
            }
        }
        for (Area area : areas) {
            int steps = 0;
            for (String above = area.parent(); above != null; ) {
                Area parent = byCode.get(above);
                if (parent == null || ++steps > Level.values().length) {
                    throw new IllegalArgumentException("area " + area.code() + " has no way up to the nation");
                }
                above = parent.parent();
            }
        }
        return new Areas(byCode);
    }

    /** Reads {@code code,name,level,parent} lines with a header, as {@code api-spec/areas.csv} has them. */
    public static List<Area> parseCsv(Iterable<String> lines) {
        List<Area> areas = new ArrayList<>();
        for (String line : lines) {
            String[] cells = line.split(",", -1);
            if (cells.length == 4 && !cells[0].equals("code")) {
                areas.add(new Area(cells[0], cells[1], Level.valueOf(cells[2]), cells[3].isEmpty() ? null : cells[3]));
            } else if (cells.length != 4 && !line.isBlank()) {
                throw new IllegalArgumentException("not code,name,level,parent: " + line);
            }
        }
        return areas;
    }

    public Optional<Area> find(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    public boolean has(String code) {
        return byCode.containsKey(code);
    }

    public Collection<Area> all() {
        return byCode.values();
    }

    /** Whether an area is the other one or lies above it. */
    public boolean covers(String above, String code) {
        for (Area area = byCode.get(code);
                area != null;
                area = area.parent() == null ? null : byCode.get(area.parent())) {
            if (area.code().equals(above)) {
                return true;
            }
        }
        return false;
    }

    /** The area and all above it, itself first, the nation last; empty for an unknown code. */
    public List<Area> upwards(String code) {
        return upwards.getOrDefault(code, List.of());
    }

    private List<Area> way(String code) {
        List<Area> way = new ArrayList<>();
        for (Area area = byCode.get(code);
                area != null;
                area = area.parent() == null ? null : byCode.get(area.parent())) {
            way.add(area);
        }
        return List.copyOf(way);
    }

    /** The name a person would say: {@code 江苏省镇江市京口区}. */
    public String fullName(String code) {
        StringBuilder name = new StringBuilder();
        for (Area area : upwards(code)) {
            if (area.level() != Level.NATION) {
                name.insert(0, area.name());
            }
        }
        return name.toString();
    }
}
