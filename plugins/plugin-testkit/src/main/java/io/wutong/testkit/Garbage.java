package io.wutong.testkit;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects garbage for the leak check: plainly at first, then by filling the heap now and then, which makes the JVM
 * clear soft references too, unless a thread in native code holds its collections up just then. Parsers keep their
 * buffers behind those, in the event loops' thread locals: no leak, but visible.
 */
final class Garbage implements Runnable {
    private static final int PLAIN_ROUNDS = 4;
    private static final int BLOCK = 8 * 1024 * 1024;

    private int round;

    @Override
    public void run() {
        if (++round % PLAIN_ROUNDS == 0) {
            fillTheHeap();
        }
        System.gc();
    }

    private static void fillTheHeap() {
        List<byte[]> blocks = new ArrayList<>();
        try {
            while (blocks.size() < Integer.MAX_VALUE) {
                blocks.add(new byte[BLOCK]);
            }
        } catch (OutOfMemoryError e) {
            blocks.clear();
        }
    }
}
