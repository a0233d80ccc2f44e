package io.wutong.spi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a message: names in their order, values as {@link Value}. Immutable; made by {@link Json#read}, by
 * {@link #of} or by a {@link Builder}.
 */
public final class Body implements Value {

    public static final Body EMPTY = new Body(Map.of());

    private final Map<String, Value> fields;
    /** What it was written as by itself; threads that race write the same. */
    private @Nullable Written written;

    @SuppressWarnings("ArrayRecordComponent") // never changed; final fields, so that another thread sees all of it
    private record Written(byte[] bytes, String text) {}

    private Body(Map<String, Value> fields) {
        this.fields = fields;
    }

    byte @Nullable [] written() {
        Written known = written;
        return known == null ? null : known.bytes();
    }

    String writtenText() {
        Written known = written;
        if (known == null) {
            byte[] bytes = JsonWriter.write(this);
            known = new Written(bytes, new String(bytes, StandardCharsets.UTF_8));
            written = known;
        }
        return known.text();
    }

    /** The fields in order, unmodifiable. */
    public Map<String, Value> fields() {
        return fields;
    }

    /** The value of a name, {@link Value.Null} when it is an explicit null, Java's null when it is absent. */
    public @Nullable Value get(String name) {
        return fields.get(name);
    }

    public boolean has(String name) {
        return fields.containsKey(name);
    }

    /**
     * The text of a scalar: a string's value, a number's text, {@code true}/{@code false}. Empty when the field is
     * absent, null, {@code ""}, or no scalar: regions use these interchangeably for "not given".
     */
    public Optional<String> text(String name) {
        Value value = fields.get(name);
        if (value instanceof Text text) {
            return text.value().isEmpty() ? Optional.empty() : Optional.of(text.value());
        }
        if (value instanceof Num num) {
            return Optional.of(num.text());
        }
        if (value instanceof Bool bool) {
            return Optional.of(Boolean.toString(bool.value()));
        }
        return Optional.empty();
    }

    /** As {@link #text}, or {@code ""}. */
    public String textOr(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    /**
     * An amount in fen, from a number or a string of yuan. Empty when not given.
     *
     * @throws AmountException when the text is no amount, or has a third decimal that is not zero
     */
    public Optional<Long> fen(String name) {
        return text(name).map(text -> Fen.parse(name, text));
    }

    /** The object below a name; {@link #EMPTY} when there is none. */
    public Body body(String name) {
        return fields.get(name) instanceof Body body ? body : EMPTY;
    }

    /** The objects of the array below a name; a single object counts as a list of one, as some senders write it. */
    public List<Body> bodies(String name) {
        Value value = fields.get(name);
        if (value instanceof Items items) {
            return items.bodies();
        }
        return value instanceof Body body ? List.of(body) : List.of();
    }

    /** A copy with one field set: in its old place when the name exists, else at the end. */
    public Body with(String name, Value value) {
        return builder().putAll(this).put(name, value).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** An object of one field. */
    public static Body of(String name, Value value) {
        return builder().put(name, value).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Body that
                && fields.equals(that.fields)
                && new ArrayList<>(fields.keySet()).equals(new ArrayList<>(that.fields.keySet()));
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    /** The names only: bodies hold personal data, and this may reach a log. */
    @Override
    public String toString() {
        return "Body" + fields.keySet();
    }

    /** Gathers fields in order. Not for use by two threads. */
    public static final class Builder {
        private Map<String, Value> fields = new LinkedHashMap<>();
        /** The fields belong to a body that was built; who goes on building takes a copy. */
        private boolean built;

        private Map<String, Value> fields() {
            if (built) {
                fields = new LinkedHashMap<>(fields);
                built = false;
            }
            return fields;
        }

        boolean has(String name) {
            return fields.containsKey(name);
        }

        public Builder put(String name, Value value) {
            fields().put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** A string; Java's null is written as an explicit null. */
        public Builder put(String name, @Nullable String value) {
            return put(name, value == null ? Null.NULL : new Text(value));
        }

        public Builder put(String name, long value) {
            return put(name, Value.number(value));
        }

        /** An amount of fen, as a number of yuan with two decimals. */
        public Builder fen(String name, long fen) {
            return put(name, Value.fen(fen));
        }

        /** A string, left out when it is null or empty. */
        public Builder putIfGiven(String name, @Nullable String value) {
            return value == null || value.isEmpty() ? this : put(name, value);
        }

        public Builder put(String name, List<? extends Value> values) {
            return put(name, new Items(List.copyOf(values)));
        }

        public Builder put(String name, Supplier<Body> body) {
            return put(name, body.get());
        }

        public Builder putAll(Body other) {
            fields().putAll(other.fields);
            return this;
        }

        public Body build() {
            built = true;
            return new Body(Collections.unmodifiableMap(fields));
        }
    }
}
