package io.wutong.sandbox.stand;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code wutong run}, or a test's own program in its place, as a process of its own; dies with this JVM. */
public final class GatewayJvm implements AutoCloseable {

    private static final String WUTONG = "io.wutong.app.cli.Wutong";
    private static final int STOP_SECONDS_MAX = 60;

    private final Process process;
    private final BufferedReader out;
    private final Body places;

    private GatewayJvm(Process process, BufferedReader out, Body places) {
        this.process = process;
        this.out = out;
        this.places = places;
    }

    /** Runs a command of {@code wutong} to its end. */
    public static void command(String... arguments) throws IOException, InterruptedException {
        Process process = builder(List.of("-Xmx512m"), WUTONG, arguments)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + ": " + said);
        }
    }

    /** What processes are started with as their class path, unless their options have another: what is there of ours. */
    public static List<Path> classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .toList();
    }

    /** Starts a process by its configuration file and waits until it listens. */
    public static GatewayJvm run(List<String> options, Path log, Path config) throws IOException {
        return start(options, log, WUTONG, "run", "--json", "--config", config.toString());
    }

    /** Starts a program that prints where it listens as one line of JSON, and waits for that line. */
    public static GatewayJvm start(List<String> options, Path log, String program, String... arguments)
            throws IOException {
        Process process = builder(options, program, arguments)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.startsWith("{")) {
            line = out.readLine(); // of the JVM's own
        }
        if (line == null) {
            throw new IllegalStateException("the gateway did not start, see " + log.toAbsolutePath());
        }
        return new GatewayJvm(process, out, Json.read(line));
    }

    private static ProcessBuilder builder(List<String> options, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Dvertx.logger-delegate-factory-class-name=io.vertx.core.logging.SLF4JLogDelegateFactory",
                "-Dwutong.version=" + System.getProperty("wutong.version", "0"),
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(program);
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command);
    }

    /** Where one of its listeners listens; 0 for one that it has not. */
    public int port(String listener) {
        String url = places.textOr(listener, "");
        return url.isEmpty() ? 0 : URI.create(url).getPort();
    }

    /** The file of the admin listener's bearer token. */
    public Path adminToken() {
        return Path.of(places.textOr("admin_token_file", ""));
    }

    /** The next line that it prints; null when it has ended. */
    public String nextLine() throws IOException {
        return out.readLine();
    }

    /** Says a line to it. */
    public void say(String line) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    }

    public boolean alive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM: it drains. How it ended. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
