package io.wutong.cure;

import io.wutong.coverage.Coverage;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.coverage.PersonVersion;
import io.wutong.exchange.Message;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A person whom another home asks about, found by his certificate's hash; and one coverage of his changed. */
final class MovedPerson {

    private MovedPerson() {}

    static Needs index(Message message) {
        return Needs.groups(PersonIndex.homes(message.data("data").textOr("cert_hash", "")));
    }

    static Optional<Key<Person>> key(Message message, Node home, Rows rows) {
        return rows.all(PersonIndex.homes(message.data("data").textOr("cert_hash", ""))).stream()
                .filter(index -> !index.psnNo().isEmpty())
                .filter(index -> message.directory()
                        .topology()
                        .serving(index.area())
                        .filter(home::equals)
                        .isPresent())
                .findFirst()
                .map(index -> Person.key(home.id(), index.psnNo()));
    }

    /** The coverage that is moved: of the kind that was asked for, whether it goes on or has ended. */
    static Optional<Coverage> coverage(Person person, String insutype) {
        return person.read().coverages().stream()
                .filter(coverage -> coverage.insutype().equals(insutype))
                .findFirst();
    }

    /** The next version, with the rows of a coverage changed. */
    static List<Row> changed(Person person, String insutype, UnaryOperator<Body> change, Instant at) {
        Body content = person.read().content();
        List<Value> rows = new ArrayList<>();
        for (Body row : content.bodies("insuinfo")) {
            rows.add(row.textOr("insutype", "").equals(insutype) ? change.apply(row) : row);
        }
        return version(person, content.with("insuinfo", new Value.Items(rows)), at);
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
