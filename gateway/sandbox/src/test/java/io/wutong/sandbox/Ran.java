package io.wutong.sandbox;

import io.wutong.app.cli.Wutong;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A command of {@code wutong} and how it ended: {@link #here} in this JVM, by the command line that production's main
 * runs; {@link #apart} in a process of its own, which costs seconds of processor time, with its status and its bytes.
 */
record Ran(int exit, String out, String err) {

    private static final int SECONDS_MAX = 90;

    static Ran here(String... arguments) throws InterruptedException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        FutureTask<Integer> command =
                new FutureTask<>(() -> Wutong.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                        .execute(arguments));
        Thread thread = new Thread(command, "wutong " + arguments[0]);
        thread.setDaemon(true);
        thread.start();
        try {
            return new Ran(command.get(SECONDS_MAX, TimeUnit.SECONDS), out.toString(), err.toString());
        } catch (TimeoutException e) {
            thread.interrupt();
            throw new AssertionError(String.join(" ", arguments) + " did not end: " + err, e);
        } catch (ExecutionException e) {
            throw new AssertionError(String.join(" ", arguments), e);
        }
    }

    static Ran apart(Path folder, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        Process process = process(arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", arguments) + " did not end: " + Files.readString(err));
        }
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    static ProcessBuilder process(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                // it ends before a second compiler pays
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dwutong.home=" + Path.of("../src/dist").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                Wutong.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    /** Itself, when it ended well. */
    Ran well() {
        if (exit != 0) {
            throw new AssertionError("ended with " + exit + "\n" + both());
        }
        return this;
    }

    String both() {
        return out + err;
    }
}
