package io.wutong.store;

import io.wutong.observe.Hop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A trace in its column: a line for each node, packed. */
public final class HopLines {

    private static final int PARTS = 6;
    private static final ThreadLocal<StringBuilder> TEXT = ThreadLocal.withInitial(StringBuilder::new);

    private HopLines() {}

    static byte[] write(List<Hop> hops) {
        StringBuilder text = TEXT.get();
        text.setLength(0);
        for (Hop hop : hops) {
            part(text, hop.node()).append('\t');
            part(text, hop.name()).append('\t');
            part(text, hop.level()).append('\t');
            text.append(hop.upMicros()).append('\t').append(hop.downMicros()).append('\t');
            part(text, hop.note()).append('\n');
        }
        return Packed.pack(Packed.Kind.TRACE, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Names come from other processes, too; a trace is to be looked at, and nothing hangs on it. */
    private static StringBuilder part(StringBuilder text, String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            text.append(c < ' ' ? ' ' : c);
        }
        return text;
    }

    public static List<Hop> read(byte[] packed) {
        List<Hop> hops = new ArrayList<>();
        for (String line : new String(Packed.unpack(packed), StandardCharsets.UTF_8).split("\n", -1)) {
            String[] parts = line.split("\t", -1);
            if (parts.length == PARTS) {
                hops.add(new Hop(
                        parts[0], parts[1], parts[2], Long.parseLong(parts[3]), Long.parseLong(parts[4]), parts[5]));
            }
        }
        return hops;
    }
}
