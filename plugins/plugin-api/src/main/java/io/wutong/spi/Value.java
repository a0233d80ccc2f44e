package io.wutong.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * One value of a message: an immutable tree that keeps what a {@code Map} would lose: the order of names, the text of
 * numbers ({@code 1.0} stays {@code 1.0}), and the difference between {@code null}, absent and {@code ""}.
 *
 * <p>Absent is never a value: {@link Body#get} answers Java's {@code null} for it.
 */
public sealed interface Value permits Value.Text, Value.Num, Value.Bool, Value.Null, Value.Items, Body {

    /** A JSON string. */
    record Text(String value) implements Value {
        public Text {
            Objects.requireNonNull(value, "value");
        }
    }

    /** A JSON number, by its text exactly as it was read; never a {@code double}. */
    record Num(String text) implements Value {
        /** The amount that most fields of an answer have. */
        private static final Num NO_YUAN = new Num("0.00");

        public Num {
            Objects.requireNonNull(text, "text");
        }
    }

    /** A JSON boolean. */
    record Bool(boolean value) implements Value {}

    /** An explicit JSON {@code null}. */
    enum Null implements Value {
        NULL
    }

    /** A JSON array. */
    record Items(List<Value> values) implements Value {
        public static final Items EMPTY = new Items(List.of());

        public Items {
            values = List.copyOf(values);
        }

        /** The elements that are objects, in order; others are passed over. */
        public List<Body> bodies() {
            List<Body> bodies = new ArrayList<>(values.size());
            for (Value value : values) {
                if (value instanceof Body body) {
                    bodies.add(body);
                }
            }
            return Collections.unmodifiableList(bodies);
        }
    }

    static Value text(String value) {
        return new Text(value);
    }

    static Value number(long value) {
        return new Num(Long.toString(value));
    }

    /** An amount of fen as the national interface writes it: a number of yuan with two decimals. */
    static Value fen(long fen) {
        return fen == 0 ? Num.NO_YUAN : new Num(Fen.format(fen));
    }
}
