package io.wutong.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import io.wutong.topology.Level;
import io.wutong.topology.Node;
import io.wutong.topology.RealAreas;
import io.wutong.topology.Topology;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Routes over the real tree: seeded pairs, random choices of which areas have a node of their own. */
class RouterTest {

    private static final Areas AREAS = RealAreas.ALL;
    private static final int PAIRS = 1_000;

    @Test
    void should_reach_every_area_of_the_list_from_one_hospital() {
        Topology all = topology(area -> true, area -> "");
        Node hospital = all.node("I321102");
        for (Area area : AREAS.all()) {
            Route route = Router.route(all, hospital, area.code()).orElseThrow();
            if (!route.arrives() || !route.last().area().equals(area.code())) {
                throw new AssertionError(area + ": " + route);
            }
        }
    }

    @RepeatedTest(6)
    void should_turn_at_the_lowest_common_ancestor_whatever_the_pair(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        int kept = info.getCurrentRepetition() == 1 ? 100 : 20 * info.getCurrentRepetition() - 20;
        Set<String> chosen = new HashSet<>();
        AREAS.all().stream()
                .map(Area::code)
                .sorted()
                .filter(code -> random.nextInt(100) < kept)
                .forEach(chosen::add);
        Topology topology = topology(area -> chosen.contains(area.code()) || area.parent() == null, area -> "");
        List<Node> hospitals = topology.nodes().stream()
                .filter(node -> node.level() == Level.INSTITUTION)
                .toList();
        List<String> codes = AREAS.all().stream().map(Area::code).sorted().toList();
        for (int i = 0; i < PAIRS; i++) {
            Node from = hospitals.get(random.nextInt(hospitals.size()));
            String to = codes.get(random.nextInt(codes.size()));
            Route route = Router.route(topology, from, to).orElseThrow();
            assertThat(route.arrives()).isTrue();
            assertThat(route.hops().get(0)).isEqualTo(from);
            assertThat(route.last()).isEqualTo(topology.serving(to).orElseThrow());
            assertThat(route.hops()).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(Router.HOPS_MAX + 1);
            assertClimbsThenDescends(topology, route);
            assertThat(route.hops()).contains(lowestCommon(topology, from, route.last()));
        }
    }

    @Test
    void should_not_reach_the_nation_when_the_patient_is_of_the_same_city() {
        Topology all = topology(area -> true, area -> "");
        Map<String, Node> hospitals = new HashMap<>();
        int looked = 0;
        for (Area county : AREAS.all()) {
            Area city =
                    county.parent() == null ? null : AREAS.find(county.parent()).orElseThrow();
            if (county.level() == Level.COUNTY && city != null && city.level() == Level.CITY) {
                Node hospital = hospitals.computeIfAbsent(city.code(), code -> all.node("I" + county.code()));
                Route route = Router.route(all, hospital, county.code()).orElseThrow();
                if (route.hops().stream().anyMatch(node -> node.level().compareTo(Level.CITY) < 0)) {
                    throw new AssertionError(route.toString());
                }
                looked++;
            }
        }
        assertThat(looked).isGreaterThan(2_800);
    }

    @Test
    void should_go_straight_from_chongqing_to_fengjie() {
        Topology all = topology(area -> true, area -> "");
        Route route = Router.route(all, all.node("I321102"), "500236").orElseThrow();
        assertThat(route.hops())
                .extracting(Node::id)
                .containsExactly("I321102", "321102", "321100", "320000", "100000", "500000", "500236");
    }

    @Test
    void should_follow_the_nodes_when_a_county_reports_to_its_province_directly() {
        List<Node> nodes = List.of(
                node("100000", null, ""),
                node("320000", "100000", ""),
                node("321100", "320000", ""),
                node("321102", "321100", ""),
                node("321181", "320000", ""),
                new Node("H", "院", Level.INSTITUTION, "321102", "321102", null));
        Topology topology = Topology.of(AREAS, nodes);
        Route route = Router.route(topology, topology.node("H"), "321181").orElseThrow();
        assertThat(route.hops()).extracting(Node::id).containsExactly("H", "321102", "321100", "320000", "321181");
    }

    @Test
    void should_find_no_route_when_the_area_is_unknown_or_nothing_lies_above() {
        Topology alone = Topology.of(AREAS, List.of(node("320000", null, "")));
        assertThat(Router.route(alone, alone.node("320000"), "999999")).isEmpty();
        assertThat(Router.route(alone, alone.node("320000"), "430100")).isEmpty();
        assertThat(Router.route(alone, alone.node("320000"), "320115")).isPresent();
    }

    @Test
    void should_walk_the_same_way_through_processes_as_through_one() {
        Topology whole = topology(area -> true, area -> "");
        Map<String, Topology> processes = new HashMap<>();
        processes.put("nation", processOf("nation"));
        Random random = new Random(7);
        List<String> codes = AREAS.all().stream().map(Area::code).sorted().toList();
        for (int i = 0; i < 300; i++) {
            String from = codes.get(random.nextInt(codes.size()));
            String to = codes.get(random.nextInt(codes.size()));
            if (from.equals("100000")) {
                continue;
            }
            List<String> expected = Router.route(whole, whole.node(from), to).orElseThrow().hops().stream()
                    .map(Node::id)
                    .toList();
            List<String> walked = new ArrayList<>();
            Topology here = processes.computeIfAbsent(host(from), RouterTest::processOf);
            Node at = here.node(from);
            for (int process = 0; process < 4; process++) {
                Route route = Router.route(here, at, to).orElseThrow();
                route.hops().forEach(node -> walked.add(node.id()));
                Node next = route.next();
                if (next == null) {
                    break;
                }
                assertThat(next.hostedHere()).isFalse();
                here = processes.computeIfAbsent(String.valueOf(next.peer()), RouterTest::processOf);
                at = here.node(next.id());
            }
            assertThat(walked).isEqualTo(expected);
        }
    }

    // ---------------------------------------------------------------- shared

    /** One process for the nation, one for each province. */
    private static String host(String code) {
        List<Area> way = AREAS.upwards(code);
        return way.size() == 1 ? "nation" : way.get(way.size() - 2).code();
    }

    private static Topology processOf(String host) {
        return topology(
                area -> host(area.code()).equals(host)
                        || (host.equals("nation")
                                ? area.level() == Level.PROVINCE
                                        || host(area.code()).equals(area.code())
                                : area.parent() == null),
                area -> host(area.code()).equals(host) ? "" : host(area.code()));
    }

    private static Topology topology(Predicate<Area> hasNode, java.util.function.Function<Area, String> peer) {
        List<Node> nodes = new ArrayList<>();
        for (Area area : AREAS.all()) {
            Area above =
                    area.parent() == null ? null : AREAS.find(area.parent()).orElseThrow();
            while (above != null && !hasNode.test(above)) {
                above = above.parent() == null
                        ? null
                        : AREAS.find(above.parent()).orElseThrow();
            }
            String parent = above == null ? null : above.code();
            if (hasNode.test(area)) {
                nodes.add(node(area.code(), parent, peer.apply(area)));
            }
            if (area.level() == Level.COUNTY && peer.apply(area).isEmpty()) {
                String serving = hasNode.test(area) ? area.code() : parent;
                if (serving != null) {
                    nodes.add(new Node("I" + area.code(), "院", Level.INSTITUTION, area.code(), serving, null));
                }
            }
        }
        return Topology.of(AREAS, nodes);
    }

    private static Node node(String area, String parent, String peer) {
        Area found = AREAS.find(area).orElseThrow();
        return new Node(area, found.name(), found.level(), area, parent, peer.isEmpty() ? null : peer);
    }

    private static void assertClimbsThenDescends(Topology topology, Route route) {
        boolean descending = false;
        for (int i = 1; i < route.hops().size(); i++) {
            Node before = route.hops().get(i - 1);
            Node now = route.hops().get(i);
            boolean up = now.id().equals(before.parent());
            boolean down = before.id().equals(now.parent());
            if (!up && !down || up && descending) {
                throw new AssertionError(before.id() + " → " + now.id());
            }
            descending |= down;
        }
        Collection<Node> institutions = route.hops().stream()
                .filter(node -> node.level() == Level.INSTITUTION)
                .toList();
        assertThat(institutions).hasSize(1);
    }

    private static Node lowestCommon(Topology topology, Node a, Node b) {
        Set<String> above = new HashSet<>();
        for (Node node = a; node != null; node = topology.parent(node).orElse(null)) {
            above.add(node.id());
        }
        Node node = b;
        while (!above.contains(node.id())) {
            node = topology.parent(node).orElseThrow();
        }
        return node;
    }
}
