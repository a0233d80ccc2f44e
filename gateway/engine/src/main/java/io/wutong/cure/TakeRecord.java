package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Moves;
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
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * WT10 (信息表) at the home that a person has moved to: his coverage here begins on the day on which the former one has
 * ended, what was before stands beside it, and the transfer is over. Only what was asked for is taken, and once; days on which care
 * was given under the coverage here stay its own, and the clerks see to the two.
 */
public final class TakeRecord implements HomeSide {

    private static final int SPELLS_MAX = 100;
    private static final int TEXT_LENGTH_MAX = 20;
    private static final List<String> SPELL = List.of("insuplc_admdvs", "insutype", "psn_insu_date", "paus_insu_date");

    @Override
    public Needs needs(Message message, Node home) {
        Body data = message.data("data");
        String psnNo = data.textOr("psn_no", "");
        return Needs.rows(transfer(message, home), Person.key(home.id(), psnNo)).and(CareHere.needs(home.id(), psnNo));
    }

    @Override
    public Needs more(Message message, Node home, Rows rows) {
        return CareHere.more(rows, home.id(), message.data("data").textOr("psn_no", ""));
    }

    private static Key<Case> transfer(Message message, Node home) {
        return Case.key(home.id(), Case.TRANSFER_IN, message.data("data").textOr("ref", ""));
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        Body data = message.data("data");
        Case given = rows.one(transfer(message, home)).orElseThrow(() -> Fault.FIELD.refusal("ref", "没有这一事项"));
        MovedPerson.requireSender(message, given.known().textOr("from_area", ""), "mdtrtarea_admvs");
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
        String insutype = data.textOr("insutype", "");
        String area = given.known().textOr("own_area", "");
        Coverage coverage =
                MovedPerson.coverage(person, insutype, area).orElseThrow(() -> Fault.COVERAGE.refusal(insutype));
        List<Body> spells = spells(data);
        requireNoGap(spells, given, day);
        Body content = person.read().content().with("insuhist", new Value.Items(List.copyOf(spells)));
        CaseNotes notes = CaseNotes.of(given, message.receivedAt());
        // never taken from care that has been given under this coverage since the letter was sent
        boolean treated = CareHere.between(rows, home.id(), psnNo, day("since", coverage.since()), day("day", day));
        if (treated) {
            notes.step(CaseText.of("move.overlap", coverage.since(), day)).waiting();
        } else {
            content = Moves.moved(
                    content, insutype, area, Moves.SINCE, day, given.known().textOr("from_area", ""));
            notes.step(CaseText.of("move.joined", continuousSince(spells, day))).ended();
        }
        List<Row> writes = new ArrayList<>(MovedPerson.version(person, content, message.receivedAt()));
        writes.addAll(notes.rows());
        return Reply.done(Body.EMPTY, writes, "");
    }

    /** What a record may hold, and no more than that. */
    private static List<Body> spells(Body data) {
        List<Body> told = data.bodies("insuhist");
        if (told.size() > SPELLS_MAX) {
            throw Fault.FIELD.refusal("insuhist", "超过" + SPELLS_MAX + "条");
        }
        List<Body> spells = new ArrayList<>();
        for (Body row : told) {
            Body.Builder spell = Body.builder();
            for (String name : SPELL) {
                String text = row.textOr(name, "");
                if (text.length() > TEXT_LENGTH_MAX) {
                    throw Fault.FIELD.refusal(name, "过长");
                }
                spell.put(name, text);
            }
            spells.add(spell.build());
        }
        return spells;
    }

    /** The former coverage may have ended otherwise since it was told the day: then it is told another. */
    private static void requireNoGap(List<Body> spells, Case given, String day) {
        Body last = spells.isEmpty() ? Body.EMPTY : spells.get(spells.size() - 1);
        if (last.textOr("insuplc_admdvs", "").equals(given.known().textOr("from_area", ""))
                && !last.textOr("paus_insu_date", "").equals(day)) {
            throw Fault.FIELD.refusal("paus_insu_date", "与联系函不符");
        }
    }

    private static LocalDate day(String field, String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Fault.FIELD.refusal(field, "没有这一天");
        }
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
