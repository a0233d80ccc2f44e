package io.wutong.cure;

import io.wutong.coverage.Coverage;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.coverage.PersonVersion;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Message;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A person whom another home asks about, found by his certificate's hash; and one coverage of his. */
final class MovedPerson {

    private MovedPerson() {}

    static Needs index(Message message) {
        return Needs.groups(PersonIndex.homes(message.data("data").textOr("cert_hash", "")));
    }

    static Optional<Key<Person>> key(Message message, Node home, Rows rows) {
        return rows.all(PersonIndex.homes(message.data("data").textOr("cert_hash", ""))).stream()
                .filter(index -> !index.psnNo().isEmpty())
                .filter(index -> index.area().equals(message.envelope().homeArea()))
                .filter(index -> message.directory()
                        .topology()
                        .serving(index.area())
                        .filter(home::equals)
                        .isPresent())
                .findFirst()
                .map(index -> Person.key(home.id(), index.psnNo()));
    }

    /**
     * The coverage that is moved: of the kind and the area that were asked for, whether it goes on or has ended.
     *
     * @throws io.wutong.envelope.Refusal when there are several: which of them is meant is for the clerks
     */
    static Optional<Coverage> coverage(Person person, String insutype, String area) {
        List<Coverage> found = person.read().coverages().stream()
                .filter(coverage ->
                        coverage.insutype().equals(insutype) && coverage.area().equals(area))
                .toList();
        if (found.size() > 1) {
            throw Fault.COVERAGE.refusal(insutype + " 同一险种有多条参保，须人工核对");
        }
        return found.stream().findFirst();
    }

    /** Who writes must be the agency that serves the area in whose name it does. */
    static void requireSender(Message message, String area, String field) {
        Topology topology = message.directory().topology();
        String sender = message.envelope().careArea();
        if (!area.equals(sender)
                && (!topology.areas().has(area) || !topology.serving(area).equals(topology.serving(sender)))) {
            throw Fault.FIELD.refusal(field, "与发送方不符");
        }
    }

    /** The next version, unless it says the same. */
    static List<Row> version(Person person, Body content, Instant at) {
        if (person.read().content().equals(content)) {
            return List.of();
        }
        Person changed = person.changed(content);
        return List.of(
                changed,
                new PersonVersion(
                        changed.node(),
                        changed.psnNo(),
                        String.format(Locale.ROOT, "%06d", changed.version()),
                        changed.content(),
                        at));
    }
}
