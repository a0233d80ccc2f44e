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
        List<Hop> hops = new ArrayList<>();
        for (Node node : route.hops()) {
            boolean home = homeHere && node.equals(route.last());
            String note = home ? "home" : node.id().equals(careNode) ? "care" : "";
            hops.add(new Hop(node.id(), node.name(), node.level().name(), hops.isEmpty() ? 0 : askedMicros, now, note));
        }
        for (Hop hop : beyond) {
            hops.add(new Hop(
                    hop.node(),
                    hop.name(),
                    hop.level(),
                    askedMicros + hop.upMicros(),
                    askedMicros + hop.downMicros(),
                    hop.note()));
        }
        return markTurn(hops);
    }

    /** The highest node is where the message turns; said once the whole way is known. */
    private static List<Hop> markTurn(List<Hop> hops) {
        int highest = hops.stream()
                .mapToInt(hop -> Level.valueOf(hop.level()).ordinal())
                .min()
                .orElse(0);
        List<Hop> marked = new ArrayList<>();
        boolean done = false;
        for (Hop hop : hops) {
            boolean turn = !done && Level.valueOf(hop.level()).ordinal() == highest;
            done |= turn;
            // a process behind this one has marked the highest node of its own part
            String role = hop.note().replace(TURN, "").strip();
            marked.add(new Hop(
                    hop.node(),
                    hop.name(),
                    hop.level(),
                    hop.upMicros(),
                    hop.downMicros(),
                    turn ? (role + " " + TURN).strip() : role));
        }
        return marked;
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
