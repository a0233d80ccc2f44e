package io.wutong.state;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which event leads from which state to which: data that a test prints as a diagram and tries every illegal pair of.
 *
 * @param <S> states
 * @param <E> events
 */
public final class StateTable<S extends Enum<S>, E extends Enum<E>> {

    private final String name;
    private final Class<S> states;
    private final Class<E> events;
    private final Map<S, Map<E, S>> table;

    private StateTable(String name, Class<S> states, Class<E> events, Map<S, Map<E, S>> table) {
        this.name = name;
        this.states = states;
        this.events = events;
        this.table = table;
    }

    public static <S extends Enum<S>, E extends Enum<E>> Builder<S, E> of(
            String name, Class<S> states, Class<E> events) {
        return new Builder<>(name, states, events);
    }

    /** Where an event leads; empty when the state does not allow it. */
    public Optional<S> next(S state, E event) {
        return Optional.ofNullable(table.getOrDefault(state, Map.of()).get(event));
    }

    public Class<S> states() {
        return states;
    }

    public Class<E> events() {
        return events;
    }

    /** The table as a Mermaid state diagram. */
    public String diagram() {
        StringBuilder out =
                new StringBuilder("stateDiagram-v2\n  %% ").append(name).append('\n');
        table.forEach((from, row) -> row.forEach((event, to) -> out.append("  ")
                .append(from)
                .append(" --> ")
                .append(to)
                .append(" : ")
                .append(event)
                .append('\n')));
        return out.toString();
    }

    /** Gathers the rows. */
    public static final class Builder<S extends Enum<S>, E extends Enum<E>> {
        private final String name;
        private final Class<S> states;
        private final Class<E> events;
        private final Map<S, Map<E, S>> table = new LinkedHashMap<>();

        private Builder(String name, Class<S> states, Class<E> events) {
            this.name = name;
            this.states = states;
            this.events = events;
        }

        public Builder<S, E> on(S from, E event, S to) {
            if (table.computeIfAbsent(from, s -> new EnumMap<>(events)).put(event, to) != null) {
                throw new IllegalStateException(name + ": " + from + " × " + event + " stands twice");
            }
            return this;
        }

        public StateTable<S, E> build() {
            return new StateTable<>(name, states, events, table);
        }
    }
}
