package io.wutong.spi;

import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object of a message: names in their order, values as {@link Value}. Immutable; made by {@link Json#read}, by
 * {@link #of} or by a {@link Builder}.
 */
public final class Body implements Value {

    public static final Body EMPTY = new Body(new String[0], new Value[0], 0, null, null);

    /** An object with room for more is looked through by its slots. */
    private static final int VERY_FEW = 8;
    /** One of more fields has a map, in which names that were chosen to collide do no harm. */
    private static final int FEW = 64;

    private final String[] names;
    private final Value[] values;
    private final int size;
    /** By the hash of a name its place and one more, or in the next slot that is free; null where there are very few. */
    private final byte @Nullable [] slots;
    /** Place of each name; null where there are few. */
    private final @Nullable Map<String, Integer> places;
    /** What it was written as by itself; threads that race write the same. */
    private @Nullable Written written;

    @SuppressWarnings("ArrayRecordComponent") // never changed; final fields, so that another thread sees all of it
    private record Written(byte[] bytes, String text) {}

    private Body(
            String[] names, Value[] values, int size, byte @Nullable [] slots, @Nullable Map<String, Integer> places) {
        this.names = names;
        this.values = values;
        this.size = size;
        this.slots = slots;
        this.places = places;
    }

    int size() {
        return size;
    }

    String name(int place) {
        return names[place];
    }

    Value value(int place) {
        return values[place];
    }

    /** The places of the names in the order of the names. */
    int[] byName() {
        int[] order = new int[size];
        boolean few = size <= FEW;
        for (int i = 0; i < size; i++) {
            int to = i;
            for (; few && to > 0 && names[order[to - 1]].compareTo(names[i]) > 0; to--) {
                order[to] = order[to - 1];
            }
            order[to] = i;
        }
        return few ? order : sorted();
    }

    private int[] sorted() {
        return IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparing(place -> names[place]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int place(
            String name, String[] names, int size, byte @Nullable [] slots, @Nullable Map<String, Integer> places) {
        if (places != null) {
            return places.getOrDefault(name, -1);
        }
        int hash = name.hashCode();
        if (slots != null) {
            for (int slot = slot(hash, slots); slots[slot] != 0; slot = after(slot, slots)) {
                int place = slots[slot] - 1;
                if (same(names[place], name, hash)) {
                    return place;
                }
            }
            return -1;
        }
        for (int i = 0; i < size; i++) {
            if (same(names[i], name, hash)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean same(String other, String name, int hash) {
        return other == name || (other.hashCode() == hash && other.equals(name));
    }

    private static int slot(int hash, byte[] slots) {
        return (hash ^ hash >>> 16) & slots.length - 1;
    }

    private static int after(int slot, byte[] slots) {
        return slot + 1 & slots.length - 1;
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
        return new Fields(this);
    }

    /** The value of a name, {@link Value.Null} when it is an explicit null, Java's null when it is absent. */
    public @Nullable Value get(String name) {
        int place = place(name, names, size, slots, places);
        return place < 0 ? null : values[place];
    }

    public boolean has(String name) {
        return place(name, names, size, slots, places) >= 0;
    }

    /**
     * The text of a scalar: a string's value, a number's text, {@code true}/{@code false}. Empty when the field is
     * absent, null, {@code ""}, or no scalar: regions use these interchangeably for "not given".
     */
    public Optional<String> text(String name) {
        Value value = get(name);
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

    /** As {@link #text}, or another text. */
    public String textOr(String name, String otherwise) {
        Value value = get(name);
        if (value instanceof Text text) {
            return text.value().isEmpty() ? otherwise : text.value();
        }
        if (value instanceof Num num) {
            return num.text();
        }
        return value instanceof Bool bool ? Boolean.toString(bool.value()) : otherwise;
    }

    /**
     * An amount in fen, from a number or a string of yuan. Empty when not given.
     *
     * @throws AmountException when the text is no amount, or has a third decimal that is not zero
     */
    public Optional<Long> fen(String name) {
        return text(name).map(text -> Fen.parse(name, text));
    }

    /**
     * As {@link #fen}, or another amount.
     *
     * @throws AmountException as {@link #fen}
     */
    public long fenOr(String name, long otherwise) {
        String text = textOr(name, "");
        return text.isEmpty() ? otherwise : Fen.parse(name, text);
    }

    /** The object below a name; {@link #EMPTY} when there is none. */
    public Body body(String name) {
        return get(name) instanceof Body body ? body : EMPTY;
    }

    /** The objects of the array below a name; a single object counts as a list of one, as some senders write it. */
    public List<Body> bodies(String name) {
        Value value = get(name);
        if (value instanceof Items items) {
            return items.bodies();
        }
        return value instanceof Body body ? List.of(body) : List.of();
    }

    /** A copy with one field set: in its old place when the name exists, else at the end. */
    public Body with(String name, Value value) {
        return new Builder(size + 1).putAll(this).put(name, value).build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** For an object of about so many fields. */
    public static Builder builder(int fields) {
        return new Builder(fields);
    }

    /** An object of one field. */
    public static Body of(String name, Value value) {
        return builder().put(name, value).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Body that
                && Arrays.equals(names, 0, size, that.names, 0, that.size)
                && Arrays.equals(values, 0, size, that.values, 0, that.size);
    }

    @Override
    public int hashCode() {
        return fields().hashCode();
    }

    /** The names only: bodies hold personal data, and this may reach a log. */
    @Override
    public String toString() {
        return "Body" + fields().keySet();
    }

    /** Gathers fields in order. Not for use by two threads. */
    public static final class Builder {
        private static final int FIRST = 8;

        private String[] names;
        private Value[] values;
        private int size;
        private byte @Nullable [] slots;
        private @Nullable Map<String, Integer> places;
        /** The fields belong to a body that was built; who goes on building takes a copy. */
        private boolean built;

        public Builder() {
            this(FIRST);
        }

        private Builder(int room) {
            names = new String[Math.max(1, room)];
            values = new Value[Math.max(1, room)];
            fillSlots();
        }

        private void room(int more) {
            if (size + more > names.length || built) {
                int room = Math.max(size + more, built ? size + FIRST : 2 * names.length);
                names = Arrays.copyOf(names, room);
                values = Arrays.copyOf(values, room);
                places = places == null || !built ? places : new HashMap<>(places);
                built = false;
                fillSlots();
            }
        }

        /** At least half of them stay free. */
        private void fillSlots() {
            if (names.length <= VERY_FEW || size > FEW) {
                return;
            }
            byte[] free = new byte[2 * Math.min(FEW, Integer.highestOneBit(2 * names.length - 1))];
            for (int i = 0; i < size; i++) {
                occupy(free, i);
            }
            slots = free;
        }

        private void occupy(byte[] free, int place) {
            int slot = slot(names[place].hashCode(), free);
            while (free[slot] != 0) {
                slot = after(slot, free);
            }
            free[slot] = (byte) (place + 1);
        }

        boolean has(String name) {
            return place(name, names, size, slots, places) >= 0;
        }

        /** Puts what {@link #has} has said not to be there. */
        void append(String name, Value value) {
            room(1);
            names[size] = name;
            values[size] = value;
            if (places != null) {
                places.put(name, size);
            } else if (size == FEW) {
                Map<String, Integer> all = new HashMap<>();
                for (int i = 0; i <= size; i++) {
                    all.put(names[i], i);
                }
                places = all;
                slots = null;
            } else if (slots != null) {
                occupy(slots, size);
            }
            size++;
        }

        public Builder put(String name, Value value) {
            int place = place(Objects.requireNonNull(name, "name"), names, size, slots, places);
            Objects.requireNonNull(value, "value");
            if (place < 0) {
                append(name, value);
            } else {
                room(0);
                values[place] = value;
            }
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
            room(other.size);
            for (int i = 0; i < other.size; i++) {
                put(other.names[i], other.values[i]);
            }
            return this;
        }

        public Body build() {
            built = true;
            return new Body(names, values, size, slots, places);
        }
    }

    /** The fields as a map that cannot be changed. */
    private static final class Fields extends AbstractMap<String, Value> {
        private final Body body;

        Fields(Body body) {
            this.body = body;
        }

        @Override
        public int size() {
            return body.size;
        }

        @Override
        public boolean containsKey(@Nullable Object name) {
            return name instanceof String text && body.has(text);
        }

        @Override
        public @Nullable Value get(@Nullable Object name) {
            return name instanceof String text ? body.get(text) : null;
        }

        @Override
        public void forEach(BiConsumer<? super String, ? super Value> each) {
            for (int i = 0; i < body.size; i++) {
                each.accept(body.names[i], body.values[i]);
            }
        }

        @Override
        public Set<Map.Entry<String, Value>> entrySet() {
            return new AbstractSet<>() {
                @Override
                public int size() {
                    return body.size;
                }

                @Override
                public Iterator<Map.Entry<String, Value>> iterator() {
                    return new Iterator<>() {
                        private int next;

                        @Override
                        public boolean hasNext() {
                            return next < body.size;
                        }

                        @Override
                        public Map.Entry<String, Value> next() {
                            if (next >= body.size) {
                                throw new NoSuchElementException();
                            }
                            return Map.entry(body.names[next], body.values[next++]);
                        }
                    };
                }
            };
        }
    }
}
