package io.wutong.exchange;

import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.envelope.Transaction;
import io.wutong.port.Begun;
import io.wutong.port.HomeAdapters;
import io.wutong.port.Link;
import io.wutong.routing.Route;
import io.wutong.spi.Care;
import io.wutong.topology.Node;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where one message is answered, seen from this process. */
final class Way {

    private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);

    private final Message message;
    private final Handlers handlers;
    private final HomeAdapters adapters;
    private final Link link;

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
        Optional<Route> route = message.routeTo(destination);
        if (route.isEmpty()) {
            return Optional.empty();
        }
        Node next = route.get().next();
        if (next != null) {
            return Optional.of(new Target.Neighbour(next));
        }
        Node home = route.get().last();
        if (message.transaction().betweenAgencies()) {
            return handlers.home(message.infno()).map(side -> new Target.OurStore(home, side));
        }
        Optional<Target> legacy = adapters.find(destination, home.area(), begun(care))
                .map(adapter -> new Target.Legacy(home, destination, adapter));
        return legacy.isPresent()
                ? legacy
                : handlers.home(message.infno()).map(side -> new Target.OurStore(home, side));
    }

    /** The home, when it is in our own store. */
    Optional<Target.OurStore> ours(String destination) {
        return destination.isEmpty()
                ? Optional.empty()
                : target(destination, null)
                        .filter(Target.OurStore.class::isInstance)
                        .map(Target.OurStore.class::cast);
    }

    private Begun begun(@Nullable Care care) {
        return care == null
                ? new Begun(message.data("data").textOr("insutype", ""), day(message.receivedAt()))
                : begun(care, message.receivedAt());
    }

    /** A visit begins with its admission; one that does not say when began with its message. */
    static Begun begun(Care care, Instant receivedAt) {
        String at = care.admittedAt();
        return new Begun(
                care.insutype(),
                at.length() >= 10 && dated(at) ? LocalDate.parse(at.substring(0, 10)) : day(receivedAt));
    }

    private static boolean dated(String at) {
        for (int i = 0; i < 10; i++) {
            char c = at.charAt(i);
            if (i == 4 || i == 7 ? c != '-' : c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, BEIJING);
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
        return message.routeTo(destination).isPresent()
                ? Fault.UNSUPPORTED.refusal(destination, message.infno())
                : Fault.NOROUTE.refusal(destination);
    }
}
