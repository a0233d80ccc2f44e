package io.wutong.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.cases.CaseState;
import io.wutong.catalogue.MappingState;
import io.wutong.charge.ChargeState;
import io.wutong.cure.ClaimState;
import io.wutong.exchange.SideState;
import io.wutong.notice.NoticeState;
import io.wutong.payment.InsuredState;
import io.wutong.payment.OrderState;
import io.wutong.payment.RefundState;
import io.wutong.settlement.SettlementState;
import io.wutong.visit.ChargeBatchState;
import io.wutong.visit.VisitState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All state tables against the diagrams that were agreed on; whatever is not drawn there is refused. */
class StateTablesTest {

    static List<StateTable<?, ?>> tables() {
        return List.of(
                VisitState.TABLE,
                ChargeBatchState.TABLE,
                SettlementState.TABLE,
                OrderState.TABLE,
                InsuredState.TABLE,
                RefundState.TABLE,
                ChargeState.TABLE,
                MappingState.TABLE,
                CaseState.TABLE,
                ClaimState.TABLE,
                NoticeState.TABLE,
                SideState.TABLE);
    }

    @Test
    void should_print_the_diagrams_that_were_agreed_on() throws IOException {
        String all = tables().stream().map(StateTable::diagram).collect(Collectors.joining("\n"));
        System.out.println(all);
        assertThat(all).isEqualTo(agreed());
    }

    @ParameterizedTest
    @MethodSource("tables")
    <S extends Enum<S>, E extends Enum<E>> void should_refuse_every_pair_that_is_not_drawn(StateTable<S, E> table)
            throws IOException {
        Set<String> drawn = agreed().lines().map(String::strip).collect(Collectors.toSet());
        int legal = 0;
        for (S state : table.states().getEnumConstants()) {
            for (E event : table.events().getEnumConstants()) {
                List<String> here = drawn.stream()
                        .filter(line -> line.startsWith(state + " --> ") && line.endsWith(" : " + event))
                        .filter(line -> Arrays.stream(table.states().getEnumConstants())
                                .anyMatch(to -> line.equals(state + " --> " + to + " : " + event)))
                        .toList();
                assertThat(table.next(state, event).map(to -> state + " --> " + to + " : " + event))
                        .as("%s × %s", state, event)
                        .isEqualTo(here.stream().findFirst());
                legal += here.size();
            }
        }
        assertThat(legal).isEqualTo((int)
                table.diagram().lines().filter(l -> l.contains("-->")).count());
    }

    @ParameterizedTest
    @MethodSource("tables")
    <S extends Enum<S>, E extends Enum<E>> void should_lead_to_every_state_by_some_way(StateTable<S, E> table) {
        S first = table.states().getEnumConstants()[0];
        EnumSet<S> seen = EnumSet.of(first);
        Deque<S> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            S state = open.poll();
            for (E event : table.events().getEnumConstants()) {
                table.next(state, event).filter(seen::add).ifPresent(open::add);
            }
        }
        // the negative row of a settlement is born as such
        seen.addAll(Arrays.stream(table.states().getEnumConstants())
                .filter(SettlementState.NEGATIVE::equals)
                .toList());
        assertThat(seen).containsExactlyInAnyOrder(table.states().getEnumConstants());
    }

    private static String agreed() throws IOException {
        try (var in = StateTablesTest.class.getResourceAsStream("/golden/states.mmd")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
