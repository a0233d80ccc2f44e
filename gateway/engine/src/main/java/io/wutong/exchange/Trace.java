package io.wutong.exchange;

import io.wutong.observe.Hop;
import io.wutong.port.Clock;
import io.wutong.routing.Route;
import io.wutong.topology.Level;
import io.wutong.topology.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The hop trace of one message through this process: when it passed each node, up and back. */
final class Trace {

    private static final String TURN = "turn";

    private final Clock clock;
    private final long startNanos;
    private long askedMicros;

    Trace(Clock clock) {
        this.clock = clock;
        this.startNanos = clock.nanos();
    }

    long micros() {
        return Math.max(0, (clock.nanos() - startNanos) / 1_000);
    }

    /** The message leaves this process's nodes for whoever answers. */
    void asks() {
        askedMicros = micros();
    }

    /** The hops of this process with those of the processes behind it. */
    List<Hop> hops(@Nullable Route route, @Nullable String careNode, boolean homeHere, List<Hop> beyond) {
        if (route == null) {
            return List.of();
        }
        long now = micros();
        List<Hop> hops = new ArrayList<>(route.hops().size() + beyond.size());
        int turn = turn(route, beyond);
        for (Node node : route.hops()) {
            boolean home = homeHere && node.equals(route.last());
            String note = home ? "home" : node.id().equals(careNode) ? "care" : "";
            hops.add(new Hop(
                    node.id(),
                    node.name(),
                    node.level().name(),
                    hops.isEmpty() ? 0 : askedMicros,
                    now,
                    hops.size() == turn ? turning(note) : note));
        }
        for (Hop hop : beyond) {
            // a process behind this one has marked the highest node of its own part
            String note = hop.note().replace(TURN, "").strip();
            hops.add(new Hop(
                    hop.node(),
                    hop.name(),
                    hop.level(),
                    askedMicros + hop.upMicros(),
                    askedMicros + hop.downMicros(),
                    hops.size() == turn ? turning(note) : note));
        }
        return hops;
    }

    /** The first of the highest nodes is where the message turns; known once the whole way is. */
    private static int turn(Route route, List<Hop> beyond) {
        int place = 0;
        int turn = 0;
        int highest = Integer.MAX_VALUE;
        for (Node node : route.hops()) {
            if (node.level().ordinal() < highest) {
                highest = node.level().ordinal();
                turn = place;
            }
            place++;
        }
        for (Hop hop : beyond) {
            int level = Level.valueOf(hop.level()).ordinal();
            if (level < highest) {
                highest = level;
                turn = place;
            }
            place++;
        }
        return turn;
    }

    private static String turning(String note) {
        return note.isEmpty() ? TURN : note + " " + TURN;
    }

    /** Where a failure began, as seen from here: the nodes that it came back through, then what happened. */
    static String origin(@Nullable Route route, String inner) {
        if (route == null) {
            return inner;
        }
        String path = route.hops().stream()
                .filter(node -> node.level() != Level.INSTITUTION)
                .map(node -> node.level() == Level.NATION ? "nation" : node.id())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? inner : path + "." + inner;
    }
}
