package io.wutong.app.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A command run in this JVM, with what it printed. */
record Ran(int exit, String out, String err) {

    static Ran of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Wutong.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute(arguments);
        return new Ran(exit, out.toString(), err.toString());
    }
}
