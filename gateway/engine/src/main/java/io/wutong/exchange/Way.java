package io.wutong.exchange;

import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.envelope.Times;
import io.wutong.envelope.Transaction;
import io.wutong.port.Begun;
import io.wutong.port.HomeAdapters;
import io.wutong.port.Link;
import io.wutong.routing.Route;
import io.wutong.spi.Care;
import io.wutong.topology.Node;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where one message is answered, seen from this process. Asked in turn what rows are needed, what else, whom to ask and
 * which nodes were passed, it looks for the route once, and for the home in our own store.
 */
final class Way {

    private static final long BEIJING_SECONDS = 8 * 3_600;
    private static final long DAY_SECONDS = 86_400;

    private final Message message;
    private final Handlers handlers;
    private final HomeAdapters adapters;
    private final Link link;
    private @Nullable String routed;
    private Optional<Route> route = Optional.empty();
    private @Nullable String looked;
    private Optional<Target.OurStore> ours = Optional.empty();

    Way(Message message, Handlers handlers, HomeAdapters adapters, Link link) {
        this.message = message;
        this.handlers = handlers;
        this.adapters = adapters;
        this.link = link;
    }

    /** Where a forwarded message is answered; empty when there is no way. */
    Optional<Target> target(String destination, @Nullable Care care) {
        if (destination.isEmpty()) {
            return upwards();
        }
        Optional<Route> way = route(destination);
        if (way.isEmpty()) {
            return Optional.empty();
        }
        Node next = way.get().next();
        if (next != null) {
            return Optional.of(new Target.Neighbour(next));
        }
        Node home = way.get().last();
        if (message.transaction().betweenAgencies()) {
            return handlers.home(message.infno()).map(side -> new Target.OurStore(home, side));
        }
        Optional<Target> legacy = adapters.find(destination, home.area(), begun(care))
                .map(adapter -> new Target.Legacy(home, destination, adapter));
        return legacy.isPresent()
                ? legacy
                : handlers.home(message.infno()).map(side -> new Target.OurStore(home, side));
    }

    /** As {@link Message#routeTo}. */
    Optional<Route> route(String destination) {
        if (!destination.equals(routed)) {
            route = message.routeTo(destination);
            routed = destination;
        }
        return route;
    }

    /** The home, when it is in our own store. */
    Optional<Target.OurStore> ours(String destination) {
        if (!destination.equals(looked)) {
            ours = destination.isEmpty()
                    ? Optional.empty()
                    : target(destination, null)
                            .filter(Target.OurStore.class::isInstance)
                            .map(Target.OurStore.class::cast);
            looked = destination;
        }
        return ours;
    }

    /** The home, when its node is ours and it is not. */
    Optional<Node> legacy(String destination) {
        return destination.isEmpty() || ours(destination).isPresent()
                ? Optional.empty()
                : route(destination).filter(way -> way.next() == null).map(Route::last);
    }

    private Begun begun(@Nullable Care care) {
        return care == null
                ? new Begun(message.data("data").textOr("insutype", ""), day(message.receivedAt()))
                : begun(care, message.receivedAt());
    }

    /** A visit begins with its admission; one that does not say when began with its message. */
    static Begun begun(Care care, Instant receivedAt) {
        String at = care.admittedAt();
        return new Begun(care.insutype(), Times.beginsWithDay(at) ? Times.day(at) : day(receivedAt));
    }

    private static LocalDate day(Instant at) {
        // not by the offset's rules, which are made anew each time they are asked for
        return LocalDate.ofEpochDay(Math.floorDiv(at.getEpochSecond() + BEIJING_SECONDS, DAY_SECONDS));
    }

    /** Whether it is this process that asks until an end is known; nodes in between originate nothing. */
    boolean asksByItself(Target target) {
        return target instanceof Target.Legacy
                || (target instanceof Target.Neighbour && !message.arrival().fromPeer());
    }

    /** Why whoever is asked would be spared the question now, the cause of a NotSent; empty when he is asked. */
    Optional<String> refusal(Target target) {
        if (target instanceof Target.Legacy legacy) {
            boolean called = message.transaction().effect() == Transaction.Effect.REVERSAL
                    || legacy.adapter().descriptor().transactions().contains(message.infno());
            return called ? legacy.adapter().refusal().get() : Optional.empty();
        }
        return target instanceof Target.Neighbour neighbour
                ? link.refusal(String.valueOf(neighbour.node().peer()))
                : Optional.empty();
    }

    /** A home that is not known here may be known further up. */
    private Optional<Target> upwards() {
        Node at = message.arrival().entry();
        while (at.hostedHere()) {
            Optional<Node> above = message.directory().topology().parent(at);
            if (above.isEmpty()) {
                return Optional.empty();
            }
            at = above.get();
        }
        return Optional.of(new Target.Neighbour(at));
    }

    Refusal none(String destination) {
        if (destination.isEmpty()) {
            return Fault.NOHOME.refusal();
        }
        return route(destination).isPresent()
                ? Fault.UNSUPPORTED.refusal(destination, message.infno())
                : Fault.NOROUTE.refusal(destination);
    }
}
