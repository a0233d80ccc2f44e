package io.wutong.catalogue;

import io.wutong.catalogue.rules.Validity;
import io.wutong.envelope.Fault;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.state.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody's decisions on local codes, asked for or not; who and why stay in the history of the mapping. One that says
 * what is in force changes nothing.
 */
public final class DecideMapping implements Command<Integer> {

    private final List<Choice> choices;
    private final String by;
    private final String why;
    private final Instant at;

    /**
     * One decision.
     *
     * @param code the national code; empty where there shall be none
     */
    public record Choice(
            String node,
            String fixmedinsCode,
            String localCode,
            String localName,
            MappingState.Event event,
            String code,
            Validity validity) {}

    public DecideMapping(List<Choice> choices, String by, String why, Instant at) {
        this.choices = List.copyOf(choices);
        this.by = by;
        this.why = why;
        this.at = at;
    }

    @Override
    public Needs needs() {
        return new Needs(
                choices.stream()
                        .<io.wutong.port.Key<?>>map(
                                one -> CatalogueMapping.key(one.node(), one.fixmedinsCode(), one.localCode()))
                        .distinct()
                        .toList(),
                List.of());
    }

    /** How many decisions are new. */
    @Override
    public Decision<Integer> decide(Rows rows) {
        List<Row> writes = new ArrayList<>();
        int changed = 0;
        for (Choice choice : choices) {
            CatalogueMapping before = rows.one(
                            CatalogueMapping.key(choice.node(), choice.fixmedinsCode(), choice.localCode()))
                    .orElseGet(() -> question(choice));
            MappingState next = MappingState.TABLE
                    .next(before.state(), choice.event())
                    .orElseThrow(() -> Fault.MAPPING.refusal(
                            choice.localCode(), before.state().zh() + "，不能再次决定"));
            CatalogueMapping after = new CatalogueMapping(
                    before.node(),
                    before.fixmedinsCode(),
                    before.localCode(),
                    choice.localName().isEmpty() ? before.localName() : choice.localName(),
                    before.sentCode(),
                    next,
                    choice.code(),
                    why,
                    choice.validity(),
                    next == MappingState.PROPOSED ? "" : by,
                    at);
            if (before.state() == next
                    && before.code().equals(after.code())
                    && before.validity().equals(after.validity())) {
                continue;
            }
            changed++;
            writes.add(after);
            writes.add(change(before, after, choice.event()));
        }
        return Decision.of(changed, writes);
    }

    private CatalogueMapping question(Choice choice) {
        return new CatalogueMapping(
                choice.node(),
                choice.fixmedinsCode(),
                choice.localCode(),
                choice.localName(),
                "",
                MappingState.PROPOSED,
                "",
                "",
                Validity.ALWAYS,
                "",
                at);
    }

    private StateChange change(CatalogueMapping before, CatalogueMapping after, MappingState.Event event) {
        return new StateChange(
                after.node(),
                "mapping",
                after.fixmedinsCode() + "/" + after.localCode(),
                at + " " + after.code() + " " + after.validity().fromText(),
                before.state() + (before.code().isEmpty() ? "" : ":" + before.code()),
                event.name(),
                after.state() + (after.code().isEmpty() ? "" : ":" + after.code()),
                by + ": " + why,
                at);
    }
}
