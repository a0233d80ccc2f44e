package io.wutong.work;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Background work is shared out in 64 parts, by a hash of what it is about. */
public final class Buckets {

    public static final int COUNT = 64;

    public static final List<String> ALL =
            IntStream.range(0, COUNT).mapToObj(Buckets::name).toList();

    private Buckets() {}

    /** The part that something belongs to, for ever: two hex digits. */
    public static String of(String subject) {
        return ALL.get(Math.floorMod(subject.hashCode(), COUNT));
    }

    private static String name(int number) {
        return String.format(Locale.ROOT, "%02x", number);
    }
}
