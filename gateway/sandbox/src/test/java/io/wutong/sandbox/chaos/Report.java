package io.wutong.sandbox.chaos;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code gateway/target/chaos.json}: one object for each scenario, in the place of an earlier one of the same name. */
public final class Report {

    private static final Path FILE = Path.of("..", "target", "chaos.json");

    private static final Path PROGRESS = Path.of("target", "chaos-progress.log");

    private final String scenario;
    private final long begun = System.nanoTime();
    private final Map<String, String> figures = new LinkedHashMap<>();

    public Report(String scenario) {
        this.scenario = scenario;
    }

    /** Tells how far a run has come, on the console and in {@code target/chaos-progress.log}. */
    static synchronized void note(String what) {
        String line = java.time.LocalTime.now() + " " + what;
        System.out.println(line);
        try {
            Files.writeString(PROGRESS, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public Report figure(String name, Object value) {
        figures.put(name, String.valueOf(value));
        return this;
    }

    /**
     * Prints and writes it.
     *
     * @param verdict {@code held}, {@code skipped: why}, or what did not hold
     */
    public void end(String verdict) throws IOException {
        Body.Builder body = Body.builder()
                .put("scenario", scenario)
                .put("verdict", verdict)
                .put("seconds", (System.nanoTime() - begun) / 1_000_000_000L);
        figures.forEach((name, value) -> {
            if (value.matches("-?[0-9]+")) {
                body.put(name, Long.parseLong(value));
            } else {
                body.put(name, value);
            }
        });
        Body mine = body.build();
        note(Json.writeText(mine));
        Files.createDirectories(FILE.getParent());
        // two scenarios run at a time, each in a JVM of its own
        try (FileChannel file = FileChannel.open(
                        FILE, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock held = file.lock()) {
            List<Value> all = new ArrayList<>();
            if (file.size() > 0) {
                // an array is no body: read as the one field of one
                Body before = Json.read("{\"all\":" + Files.readString(FILE) + "}");
                before.bodies("all").stream()
                        .filter(other -> !other.textOr("scenario", "").equals(scenario))
                        .forEach(all::add);
            }
            all.add(mine);
            file.truncate(0);
            Channels.newOutputStream(file).write(Json.write(new Value.Items(all)));
        }
    }
}
