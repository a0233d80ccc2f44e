package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.coverage.Person;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * WT10 (信息表) at the home that a person has moved to: his coverage here begins on the day on which the former one has
 * ended, what was before stands beside it, and the transfer is over. Only what was asked for is taken, and once.
 */
public final class TakeRecord implements HomeSide {

    @Override
    public Needs needs(Message message, Node home) {
        Body data = message.data("data");
        return Needs.rows(transfer(message, home), Person.key(home.id(), data.textOr("psn_no", "")));
    }

    private static Key<Case> transfer(Message message, Node home) {
        return Case.key(home.id(), Case.TRANSFER_IN, message.data("data").textOr("ref", ""));
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        Body data = message.data("data");
        Case given = rows.one(transfer(message, home)).orElseThrow(() -> Fault.FIELD.refusal("ref", "没有这一事项"));
        if (given.closedAt() != null) {
            return Reply.done(Body.EMPTY, List.of(), "");
        }
        String psnNo = given.known().textOr("psn_no", "");
        String day = Envelope.required(data, "day");
        if (!psnNo.equals(data.textOr("psn_no", ""))
                || !day.equals(given.known().textOr("day", ""))
                || !data.textOr("insutype", "").equals(given.known().textOr("insutype", ""))) {
            throw Fault.FIELD.refusal("day", "与联系函不符");
        }
        Person person = rows.one(Person.key(home.id(), psnNo)).orElseThrow(Fault.PERSON::refusal);
        List<Body> spells = data.bodies("insuhist");
        List<Row> writes = new ArrayList<>(MovedPerson.version(
                person, joined(person, data.textOr("insutype", ""), day, spells), message.receivedAt()));
        writes.addAll(CaseNotes.of(given, message.receivedAt())
                .step(CaseText.of("move.joined", continuousSince(spells, day)))
                .ended()
                .rows());
        return Reply.done(Body.EMPTY, writes, "");
    }

    private static Body joined(Person person, String insutype, String day, List<Body> spells) {
        Body content = person.read().content();
        List<Value> rows = new ArrayList<>();
        for (Body row : content.bodies("insuinfo")) {
            rows.add(row.textOr("insutype", "").equals(insutype) ? row.with("psn_insu_date", Value.text(day)) : row);
        }
        return content.with("insuinfo", new Value.Items(rows)).with("insuhist", new Value.Items(List.copyOf(spells)));
    }

    /** The first day of the spells that follow each other up to here. */
    private static String continuousSince(List<Body> spells, String day) {
        String first = day;
        for (int i = spells.size() - 1; i >= 0; i--) {
            if (!spells.get(i).textOr("paus_insu_date", "").equals(first)) {
                break;
            }
            first = spells.get(i).textOr("psn_insu_date", first);
        }
        return first;
    }
}
