package io.wutong.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CaseKindsTest {

    @Test
    void should_say_who_must_act_when_a_case_is_of_any_kind() throws Exception {
        List<Field> kinds = Stream.of(Case.class.getDeclaredFields())
                .filter(field -> field.getType() == String.class
                        && java.lang.reflect.Modifier.isStatic(field.getModifiers()))
                .toList();
        assertThat(kinds).hasSizeGreaterThan(4);
        for (Field kind : kinds) {
            assertThat(Case.who((String) kind.get(null))).as(kind.getName()).contains(" · ");
        }
        assertThatThrownBy(() -> Case.who("gossip")).hasMessageContaining("gossip");
    }
}
