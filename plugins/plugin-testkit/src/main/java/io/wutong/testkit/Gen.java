package io.wutong.testkit;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A generator for property tests: values from a seed, the awkward ones often. The same seed gives the same values.
 *
 * <pre>{@code
 * Gen.forAll(42, 1_000, Gen.amounts(), fen -> assertThat(Fen.parse("a", Fen.format(fen))).isEqualTo(fen));
 * }</pre>
 *
 * A failure names the seed of the one value that failed; running the property with that seed and n = 1 tries it again.
 */
@FunctionalInterface
public interface Gen<T> {
    /** One value in this many is an edge where a generator has edges. */
    int EDGE_ONE_IN = 8;

    T next(SplittableRandom random);

    /** A property; fails by throwing. */
    @FunctionalInterface
    interface Property<T> {
        void check(T value) throws Exception;
    }

    /**
     * Tries a property on n values.
     *
     * @throws AssertionError naming the seed and the value of the first failure
     */
    static <T> void forAll(long seed, int n, Gen<T> values, Property<T> property) {
        for (int i = 0; i < n; i++) {
            long own = seed + i;
            T value = values.next(new SplittableRandom(own));
            try {
                property.check(value);
            } catch (Throwable e) {
                throw new AssertionError("failed with seed " + own + " on value " + show(value) + ": " + e, e);
            }
        }
    }

    private static String show(Object value) {
        StringBuilder shown = new StringBuilder();
        String.valueOf(value).chars().forEach(c -> {
            if (c < ' ' || (c >= 0x7f && c < 0xa0) || Character.isSurrogate((char) c)) {
                shown.append(String.format("\\u%04x", c));
            } else {
                shown.append((char) c);
            }
        });
        return shown.toString();
    }

    /** Both bounds included, and met often. */
    static Gen<Integer> ints(int min, int max) {
        return longs(min, max).map(Math::toIntExact);
    }

    /** Both bounds included, and met often; so are 0, 1 and -1 where they lie between. */
    static Gen<Long> longs(long min, long max) {
        if (min > max) {
            throw new IllegalArgumentException(min + " > " + max);
        }
        long[] edges = {min, max, 0, 1, -1};
        return random -> {
            if (random.nextInt(EDGE_ONE_IN) == 0) {
                long edge = edges[random.nextInt(edges.length)];
                return edge >= min && edge <= max ? edge : min;
            }
            return max == Long.MAX_VALUE
                    ? (min == Long.MIN_VALUE ? random.nextLong() : random.nextLong(min - 1, max) + 1)
                    : random.nextLong(min, max + 1);
        };
    }

    /** Fen from nothing to ten million yuan, of every order of magnitude. */
    static Gen<Long> amounts() {
        return random -> {
            long limit = 1;
            for (int digits = random.nextInt(10); digits > 0; digits--) {
                limit *= 10;
            }
            return longs(0, limit).next(random);
        };
    }

    /** Days of this century up to 2059, ends of months and leap days among them. */
    static Gen<LocalDate> dates() {
        return random -> {
            LocalDate day = LocalDate.of(2000, 1, 1).plusDays(random.nextInt(21_900));
            return random.nextInt(EDGE_ONE_IN) == 0 ? day.withDayOfMonth(day.lengthOfMonth()) : day;
        };
    }

    /** Characters of all sorts: ASCII, Chinese, those of GB 18030 only, controls, quotes, pairs of surrogates. */
    static Gen<String> strings(int lengthMin, int lengthMax) {
        String[] awkward = {
            "\"", "\\", "'", "|", "^", "<", "&", "\u0000", "\r\n", "\t", "\uFFFD", "\uD842\uDFB7", "㐀", "·"
        };
        return random -> {
            int length = ints(lengthMin, lengthMax).next(random);
            StringBuilder text = new StringBuilder();
            while (text.length() < length) {
                switch (random.nextInt(5)) {
                    case 0 -> text.append((char) random.nextInt(0x4E00, 0x9FA6));
                    case 1 -> text.append((char) random.nextInt('0', '9' + 1));
                    case 2 -> text.append(awkward[random.nextInt(awkward.length)]);
                    default -> text.append((char) random.nextInt(' ', 0x7F));
                }
            }
            text.setLength(length);
            if (length > 0 && Character.isHighSurrogate(text.charAt(length - 1))) {
                text.setCharAt(length - 1, '?');
            }
            return text.toString();
        };
    }

    static <T> Gen<List<T>> lists(Gen<T> elements, int sizeMin, int sizeMax) {
        return random -> {
            int size = ints(sizeMin, sizeMax).next(random);
            List<T> list = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                list.add(elements.next(random));
            }
            return List.copyOf(list);
        };
    }

    @SafeVarargs
    static <T> Gen<T> pick(T... values) {
        List<T> all = List.of(values);
        return random -> all.get(random.nextInt(all.size()));
    }

    static <A, B, T> Gen<T> both(Gen<A> first, Gen<B> second, BiFunction<A, B, T> join) {
        return random -> join.apply(first.next(random), second.next(random));
    }

    default <R> Gen<R> map(Function<? super T, ? extends R> mapper) {
        return random -> mapper.apply(next(random));
    }

    default <R> Gen<R> flatMap(Function<? super T, Gen<R>> mapper) {
        return random -> mapper.apply(next(random)).next(random);
    }

    /** Those of the values that fit; a condition that one value in a thousand does not meet is a mistake. */
    default Gen<T> filter(Predicate<? super T> condition) {
        return random -> {
            for (int tries = 0; tries < 1_000; tries++) {
                T value = next(random);
                if (condition.test(value)) {
                    return value;
                }
            }
            throw new IllegalArgumentException("no value meets the condition");
        };
    }
}
