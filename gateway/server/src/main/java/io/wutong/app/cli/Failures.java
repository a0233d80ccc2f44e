package io.wutong.app.cli;

import io.wutong.app.config.ConfigException;
import java.io.PrintWriter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Says on standard error what went wrong, in a line or two; a stack is for the log. */
final class Failures {

    private static final int CAUSES_MAX = 5;

    private Failures() {}

    /** A file that cannot be used; the message says where and why. */
    static final class BadFile extends Exception {
        private static final long serialVersionUID = 1;

        BadFile(String message) {
            super(message);
        }

        /** Each line of what is wrong begins with the file's name. */
        static BadFile of(String file, Exception wrong) {
            return new BadFile(text(wrong)
                    .lines()
                    .map(line -> file + ": " + line)
                    .collect(Collectors.joining(System.lineSeparator())));
        }
    }

    static int report(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof ConfigException || failure instanceof BadFile) {
            err.println(failure.getMessage());
            return Exit.BAD_INPUT;
        }
        err.println("失败 · failed: " + text(failure));
        return Exit.FAILED;
    }

    /** The chain of causes, each said once. */
    static String text(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Throwable cause = unwrap(failure);
        for (int i = 0; cause != null && i < CAUSES_MAX; i++) {
            String said = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
            if (text.indexOf(said) < 0) {
                text.append(text.length() == 0 ? "" : " ← ").append(said.strip());
            }
            cause = cause.getCause();
        }
        return text.toString();
    }

    /** What really failed, below the futures that carried it. */
    static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
