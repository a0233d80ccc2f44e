package io.wutong.app;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.wutong.port.Random;
import java.security.SecureRandom;
import java.util.ArrayDeque;

/**
 * Numbers from blocks of a million that the database hands out, so that no two processes on it ever make the same one;
 * random bytes from a secure source. The next block is fetched when half of one is used. Lives on one event loop.
 */
final class Serials implements Random {

    private static final int BLOCK = 1_000_000;
    /** One more digit than a block's number has. */
    private static final long POWER_OF_BLOCK = 100_000_000;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final Pool pool;
    private final SecureRandom secure = new SecureRandom();
    private final ArrayDeque<Long> blocks = new ArrayDeque<>();
    private int next;

    private Serials(Pool pool) {
        this.pool = pool;
    }

    static Future<Serials> open(Pool pool) {
        Serials serials = new Serials(pool);
        return serials.fetch().compose(ok -> serials.fetch()).map(serials);
    }

    private Future<Void> fetch() {
        return pool.query("select nextval('serial_block')")
                .execute()
                .onSuccess(set -> blocks.add(set.iterator().next().getLong(0)))
                .mapEmpty();
    }

    @Override
    public String hex(int digits) {
        byte[] bytes = new byte[(digits + 1) / 2];
        secure.nextBytes(bytes);
        char[] text = new char[digits];
        for (int i = 0; i < digits; i++) {
            int b = bytes[i / 2];
            text[i] = HEX[(i % 2 == 0 ? b >> 4 : b) & 0xf];
        }
        return new String(text);
    }

    @Override
    public String serial(int digits) {
        if (next == BLOCK) {
            blocks.remove();
            next = 0;
        }
        Long block = blocks.peek();
        if (block == null) {
            throw new IllegalStateException(
                    "no block of numbers: the database has not answered for a million messages");
        }
        if (next++ == BLOCK / 2) {
            fetch();
        }
        // a leading one keeps the zeros: two of them for each message, so no format
        String number = Long.toString((POWER_OF_BLOCK + block) * BLOCK + next - 1);
        return number.substring(number.length() - digits);
    }
}
