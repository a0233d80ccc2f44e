package io.wutong.app.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** A bar for long work, drawn over itself on a terminal; where output goes into a file or a pipe nothing is drawn. */
final class Progress implements AutoCloseable {

    private static final int WIDTH = 30;

    private final PrintWriter err;
    private final boolean terminal;
    private final String label;
    private int drawn = -1;

    private Progress(PrintWriter err, boolean terminal, String label) {
        this.err = err;
        this.terminal = terminal;
        this.label = label;
    }

    static Progress of(PrintWriter err, String label) {
        return of(err, System.console() != null, label);
    }

    static Progress of(PrintWriter err, boolean terminal, String label) {
        return new Progress(err, terminal, label);
    }

    /** @param total at least 1 */
    void at(int done, int total) {
        int filled = (int) Math.min(WIDTH, (long) done * WIDTH / Math.max(1, total));
        if (terminal && filled != drawn) {
            drawn = filled;
            err.print("\r" + label + " [" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] "
                    + String.format(Locale.ROOT, "%,d/%,d", done, total));
            err.flush();
        }
    }

    /** Leaves the line. */
    @Override
    public void close() {
        if (drawn >= 0) {
            err.println();
        }
    }
}
