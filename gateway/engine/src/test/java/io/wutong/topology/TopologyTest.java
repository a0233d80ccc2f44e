package io.wutong.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TopologyTest {

    @Test
    void should_hold_every_area_of_the_list() {
        assertThat(RealAreas.LIST).hasSize(3_657);
        assertThat(RealAreas.ALL.all()).allSatisfy(area -> {
            List<Area> way = RealAreas.ALL.upwards(area.code());
            assertThat(way.get(0)).isEqualTo(area);
            assertThat(way.get(way.size() - 1).code()).isEqualTo("100000");
            assertThat(way).hasSizeLessThanOrEqualTo(4).doesNotHaveDuplicates();
        });
    }

    @Test
    void should_go_by_the_parent_column_when_digits_say_otherwise() {
        assertThat(RealAreas.ALL.upwards("500236"))
                .extracting(Area::code)
                .containsExactly("500236", "500000", "100000");
        assertThat(RealAreas.ALL.fullName("321102")).isEqualTo("江苏省镇江市京口区");
    }

    @Test
    void should_refuse_the_tree_when_an_area_stands_twice_or_has_no_way_up() {
        Area nation = new Area("100000", "国家", Level.NATION, null);
        Area a = new Area("1", "甲", Level.PROVINCE, "2");
        Area b = new Area("2", "乙", Level.PROVINCE, "1");
        assertThatThrownBy(() -> Areas.of(List.of(nation, nation))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Areas.of(List.of(nation, a))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Areas.of(List.of(nation, a, b))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void should_refuse_nodes_when_they_run_in_a_circle() {
        Node self = node("320000", "320000");
        assertThatThrownBy(() -> Topology.of(RealAreas.ALL, List.of(self)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("320000");
        Node a = new Node("A", "甲", Level.PROVINCE, "320000", "B", null);
        Node b = new Node("B", "乙", Level.PROVINCE, "320000", "A", null);
        assertThatThrownBy(() -> Topology.of(RealAreas.ALL, List.of(a, b)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void should_refuse_nodes_when_one_lies_outside_its_parent() {
        assertThatThrownBy(() -> Topology.of(RealAreas.ALL, List.of(node("320000", null), node("430100", "320000"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("430100");
    }

    private static Node node(String area, String parent) {
        Area found = RealAreas.ALL.find(area).orElseThrow();
        return new Node(area, found.name(), found.level(), area, parent, null);
    }
}
