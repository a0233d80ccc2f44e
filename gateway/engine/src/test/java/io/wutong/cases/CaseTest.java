package io.wutong.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.state.StateChange;
import java.lang.reflect.Field;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CaseTest {

    private static final Instant AT = Instant.parse("2026-11-22T00:00:00Z");

    @Test
    void should_say_who_must_act_when_a_case_is_of_any_kind() throws Exception {
        List<Field> kinds = Stream.of(Case.class.getDeclaredFields())
                .filter(field ->
                        field.getType() == String.class && java.lang.reflect.Modifier.isStatic(field.getModifiers()))
                .toList();
        assertThat(kinds).hasSizeGreaterThan(4).hasSameSizeAs(CaseKind.all());
        for (Field kind : kinds) {
            CaseKind row = CaseKind.of((String) kind.get(null));
            assertThat(row.who()).as(kind.getName()).matches(".+ · .+");
            assertThat(row.code()).matches("[A-Z]+(-[A-Z]+)+-\\d{3}");
            assertThat(row.patience()).isPositive();
        }
        assertThatThrownBy(() -> CaseKind.of("gossip")).hasMessageContaining("gossip");
    }

    @Test
    void should_close_once_and_keep_who_and_why_when_a_person_says_so() {
        Case open = Case.open("320115", Case.RECALCULATION, "S2/S1R", "policy_gone.ab", AT);
        CloseCase close = new CloseCase(open.key(), "张三", "已补支", AT.plusSeconds(60));

        Decision<Case> decision = close.decide(rows(open));

        assertThat(decision.result().state()).isEqualTo(CaseState.CLOSED);
        assertThat(decision.writes()).hasSize(2).contains(decision.result());
        assertThat(decision.writes().get(1)).isInstanceOfSatisfying(StateChange.class, change -> {
            assertThat(change.id()).isEqualTo("recalculation/S2/S1R");
            assertThat(change.cause()).isEqualTo("张三: 已补支");
        });
        assertThatThrownBy(() -> close.decide(rows(decision.result()))).hasMessageContaining("已了结");
        assertThatThrownBy(() -> close.decide(rows(null))).hasMessageContaining("没有这一事项");
    }

    @Test
    void should_stay_open_when_it_is_a_filing_that_waits_for_approval() {
        Case open = Case.open("320115", Case.APPROVAL, "F1", "", AT);
        CloseCase close = new CloseCase(open.key(), "张三", "办完", AT);
        assertThatThrownBy(() -> close.decide(rows(open))).hasMessageContaining("请办理同意或不同意");
    }

    @Test
    void should_climb_level_by_level_when_nobody_acts_in_time() {
        Case open = Case.open("320115", Case.SETTLEMENT, "H1/M1", "one_sided.only_here", AT);
        Instant due = AT.plus(CaseKind.of(Case.SETTLEMENT).patience());
        assertThat(open.actor()).isEqualTo("320115");
        assertThat(open.dueAt()).isEqualTo(due);

        Decision<Optional<Case>> first = new Escalate(open, "320100", due).decide(rows(open));
        Case city = first.result().orElseThrow();
        assertThat(city.actor()).isEqualTo("320100");
        assertThat(city.dueAt()).isAfter(due);
        assertThat(first.writes()).hasSize(2).last().isInstanceOfSatisfying(StateChange.class, change -> {
            assertThat(change.event()).isEqualTo("ESCALATED");
            assertThat(change.cause()).isEqualTo("320100");
        });

        Case top = new Escalate(city, null, due).decide(rows(city)).result().orElseThrow();
        assertThat(top.actor()).isEqualTo("320100");
        assertThat(top.dueAt()).isNull();
    }

    @Test
    void should_stay_where_it_is_when_it_was_closed_or_climbed_meanwhile() {
        Case open = Case.open("320115", Case.SETTLEMENT, "H1/M1", "one_sided.only_here", AT);
        Escalate late = new Escalate(open, "320100", AT.plusSeconds(1));
        assertThat(late.decide(rows(open.ended(AT))).writes()).isEmpty();
        assertThat(late.decide(rows(open.climbed("320100", AT))).writes()).isEmpty();
        assertThat(late.decide(rows(null)).writes()).isEmpty();
    }

    @Test
    void should_open_again_where_it_began_when_it_is_found_again_after_it_was_closed() {
        Case open = Case.open("320115", Case.SETTLEMENT, "H1/M1", "one_sided.only_here", AT);
        Case closed = open.climbed("320100", AT).ended(AT);

        Case again = closed.foundAgain("one_sided.only_home", AT.plusSeconds(9));

        assertThat(again.state()).isEqualTo(CaseState.OPEN);
        assertThat(again.actor()).isEqualTo("320115");
        assertThat(again.closedAt()).isNull();
        assertThat(open.foundAgain("other", AT)).isSameAs(open);
    }

    private static Rows rows(Case held) {
        return new Rows() {
            @Override
            public <T extends Row> Optional<T> one(Key<T> key) {
                return Optional.ofNullable(held).map(row -> key.type().cast(row));
            }

            @Override
            public <T extends Row> List<T> all(Key<T> prefix) {
                throw new AssertionError("not asked for");
            }
        };
    }
}
