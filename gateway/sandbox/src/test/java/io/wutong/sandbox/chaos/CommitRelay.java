package io.wutong.sandbox.chaos;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * A wire to PostgreSQL that reads its protocol and cuts the connection at COMMIT: just before it is carried on, so that
 * the transaction is lost, or just after, so that it stands and nobody is told. In turn, once in so many commits.
 */
final class CommitRelay extends Relay {

    /** Requests before the session has begun that have no type: TLS, GSS. */
    private static final int TLS_ASKED = 80_877_103;

    private static final int GSS_ASKED = 80_877_104;
    private static final byte[] COMMIT = "commit\0".getBytes(StandardCharsets.US_ASCII);

    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger before = new AtomicInteger();
    private final AtomicInteger after = new AtomicInteger();
    private volatile int every;

    CommitRelay(Vertx vertx, IntSupplier target) {
        super(vertx, target);
    }

    /** Cuts at each such commit from now on; 0 for none. */
    void cutEvery(int commitsApart) {
        every = commitsApart;
    }

    int cutBefore() {
        return before.get();
    }

    int cutAfter() {
        return after.get();
    }

    @Override
    Wire wire(NetSocket near) {
        return new Reading(near);
    }

    private final class Reading extends Wire {
        private Buffer unread = Buffer.buffer();
        private boolean begun;

        Reading(NetSocket near) {
            super(near);
        }

        @Override
        void there(Buffer bytes) {
            unread.appendBuffer(bytes);
            int at = 0;
            int end;
            while ((end = messageEnd(at)) > 0) {
                if (begun && isCommit(at, end) && due()) {
                    cut(at, end);
                    return;
                }
                if (!begun) {
                    int code = unread.getInt(at + 4);
                    begun = code != TLS_ASKED && code != GSS_ASKED;
                }
                at = end;
            }
            super.there(unread.getBuffer(0, at));
            unread = unread.getBuffer(at, unread.length());
        }

        /** Behind the message that begins there; 0 while it is not whole. */
        private int messageEnd(int at) {
            int length = begun ? 1 : 0;
            if (unread.length() < at + length + 8 - (begun ? 4 : 0)) {
                return 0;
            }
            int end = at + length + unread.getInt(at + length);
            return end <= unread.length() ? end : 0;
        }

        private boolean isCommit(int at, int end) {
            if (unread.getByte(at) != 'Q' || end - at != 5 + COMMIT.length) {
                return false;
            }
            for (int i = 0; i < COMMIT.length; i++) {
                if (unread.getByte(at + 5 + i) != COMMIT[i]) {
                    return false;
                }
            }
            return true;
        }

        private boolean due() {
            int apart = every;
            return apart > 0 && commits.incrementAndGet() % apart == 0;
        }

        private void cut(int at, int end) {
            boolean carryOn = after.get() < before.get();
            NetSocket server = far;
            (carryOn ? after : before).incrementAndGet();
            if (!carryOn || server == null) {
                super.there(unread.getBuffer(0, at));
                close();
                return;
            }
            server.handler(answer -> {}); // nobody hears it
            server.write(unread.getBuffer(0, end)).onComplete(written -> close());
        }
    }
}
