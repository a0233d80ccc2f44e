package io.wutong.spec;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tree of areas, and the rule of its overlay: a province that has areas below it has a pool of its own
 * ({@code PP9900}), so has every prefecture city ({@code PPCC99}; {@code PP90xx} only gathers counties run by the
 * province); the 兵团 is not in the administrative list and is added with its pool.
 */
class AreasTest {

    private record Area(String code, String name, String level, String parent) {}

    private static final List<Area> BASE = read("areas.csv");
    private static final List<Area> OVERLAY = read("areas-overlay.csv");
    private static final Map<String, Area> ALL = all();

    @Test
    void should_carry_all_areas_when_counted() {
        assertThat(BASE).hasSize(3_657);
        assertThat(BASE.size() + OVERLAY.size()).as("codes are unique").isEqualTo(ALL.size());
        assertThat(ALL.keySet()).allMatch(code -> code.matches("[1-9]\\d{5}"));
        assertThat(ALL.values()).allMatch(area -> !area.name().isBlank());
    }

    @Test
    void should_hang_below_an_area_of_a_higher_level_when_climbed() {
        for (Area area : ALL.values()) {
            if (area.level().equals("NATION")) {
                assertThat(area.code()).isEqualTo("100000");
                assertThat(area.parent()).isEmpty();
                continue;
            }
            Area parent = ALL.get(area.parent());
            assertThat(parent).as("parent of %s", area).isNotNull();
            assertThat(parent.level()).as("parent of %s", area).isIn(allowedParents(area.level()));
        }
    }

    @Test
    void should_hang_directly_below_its_municipality_when_it_is_a_county_of_chongqing() {
        assertThat(ALL.get("500236")).isEqualTo(new Area("500236", "奉节县", "COUNTY", "500000"));
    }

    @Test
    void should_hold_exactly_the_pools_when_the_overlay_is_derived_again() {
        Set<String> parents = BASE.stream().map(Area::parent).collect(Collectors.toSet());
        List<Area> expected = new ArrayList<>();
        for (Area area : BASE) {
            if (area.level().equals("PROVINCE") && parents.contains(area.code())) {
                expected.add(pool(area, area.code().substring(0, 2) + "9900", "CITY"));
            } else if (area.level().equals("CITY") && !area.code().startsWith("90", 2)) {
                expected.add(pool(area, area.code().substring(0, 4) + "99", "COUNTY"));
            }
        }
        Area corps = new Area("660000", "新疆生产建设兵团", "PROVINCE", "100000");
        expected.add(corps);
        expected.add(pool(corps, "669900", "CITY"));

        assertThat(OVERLAY).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Area pool(Area of, String code, String level) {
        return new Area(code, of.name() + "本级", level, of.code());
    }

    private static Set<String> allowedParents(String level) {
        return switch (level) {
            case "PROVINCE" -> Set.of("NATION");
            case "CITY" -> Set.of("PROVINCE");
            case "COUNTY" -> Set.of("CITY", "PROVINCE");
            default -> throw new IllegalArgumentException(level);
        };
    }

    private static Map<String, Area> all() {
        Map<String, Area> all = new LinkedHashMap<>();
        for (Area area : BASE) {
            all.put(area.code(), area);
        }
        for (Area area : OVERLAY) {
            all.put(area.code(), area);
        }
        return all;
    }

    private static List<Area> read(String file) {
        Set<String> columns = new HashSet<>();
        List<Area> areas = new ArrayList<>();
        for (NamedCsvRecord row : SpecFiles.csv(file)) {
            columns.add(String.join(",", row.getHeader()));
            areas.add(new Area(
                    row.getField("code"), row.getField("name"), row.getField("level"), row.getField("parent")));
        }
        assertThat(columns).containsExactly("code,name,level,parent");
        return areas;
    }
}
