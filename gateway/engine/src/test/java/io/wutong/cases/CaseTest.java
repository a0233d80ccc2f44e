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
        assertThat(kinds).hasSizeGreaterThan(4);
        for (Field kind : kinds) {
            assertThat(Case.who((String) kind.get(null))).as(kind.getName()).contains(" · ");
        }
        assertThatThrownBy(() -> Case.who("gossip")).hasMessageContaining("gossip");
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
