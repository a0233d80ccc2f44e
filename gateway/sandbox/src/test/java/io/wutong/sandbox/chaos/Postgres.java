package io.wutong.sandbox.chaos;

import io.wutong.sandbox.stand.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The server behind all databases of a scenario, as whoever pulls its plug sees it. */
final class Postgres {

    private static final int SECONDS_MAX = 60;

    private final Path data;
    private final Path control;

    private Postgres(Path data, Path control) {
        this.data = data;
        this.control = control;
    }

    /** Skips the test where the server is not a process of this machine that we may stop. */
    static Postgres of(Member member) throws SQLException, IOException {
        Path data;
        try (Database database = member.open()) {
            data = Path.of(database.text("select current_setting('data_directory')"));
        }
        Path pidFile = data.resolve("postmaster.pid");
        Assumptions.assumeTrue(
                Files.isReadable(pidFile), "skipped: the database server is not ours to stop (" + data + ")");
        String pid = Files.readAllLines(pidFile).get(0).strip();
        Path program = Files.readSymbolicLink(Path.of("/proc", pid, "exe"));
        return new Postgres(data, program.resolveSibling("pg_ctl"));
    }

    /** {@code pg_ctl -m immediate stop}: what is not in the log on disk is lost; then a start, which recovers. */
    void restartImmediately() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("unshare", "-U")); // it refuses to run as root
        }
        command.addAll(List.of(
                control.toString(),
                "-D",
                data.toString(),
                "-m",
                "immediate",
                "-w",
                "-t",
                "50",
                "-l",
                data.resolve("restarted.log").toString(),
                "restart"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.to(data.resolve("pg_ctl.log").toFile()))
                .start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(
                    "pg_ctl restart: " + Files.readString(data.resolve("pg_ctl.log"), StandardCharsets.UTF_8));
        }
    }
}
