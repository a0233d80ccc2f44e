package io.wutong.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.sandbox.chaos.CrashPoint.Role;
import io.wutong.sandbox.stand.Database;
import io.wutong.sandbox.stand.GatewayJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What a machine does to a process: a row that the database refuses inside a batch, a full disk, a clock that jumps. */
class MachineChaosIT {

    private static final int FULL_SECONDS = 15;
    private static final int JUMPED_SECONDS = 6;
    private static final long JUMP_MILLIS = TimeUnit.HOURS.toMillis(3);

    /** Refuses the settlement of each fiftieth visit, whatever else stands in its batch. */
    private static final String POISON = """
            create function poison() returns trigger language plpgsql as $$
            begin
              if new.mdtrt_id like '%00' or new.mdtrt_id like '%50' then
                raise exception 'poisoned';
              end if;
              return new;
            end $$;
            create trigger poison before insert on settlement for each row execute function poison()""";

    @Test
    void should_settle_all_others_when_a_message_in_a_batch_is_poisoned() throws Exception {
        try (Scenario scenario = Scenario.lay("poisoned_message", Scenario.settlements(), 0)) {
            int[] poisoned = new int[1];
            try (Database home = scenario.member(Role.HOME).open()) {
                home.execute(POISON);
                scenario.prepare();
                Breaking breaking = new Breaking("a batch", () -> {
                    while (scenario.hospital.settled() < Scenario.settlements()) {
                        TimeUnit.MILLISECONDS.sleep(100);
                    }
                    poisoned[0] = scenario.hospital.failures();
                    assertThat(home.number("select count(*) from settlement where mdtrt_id like '%00'"))
                            .isZero();
                    home.execute("drop trigger poison on settlement");
                });
                scenario.watched(() -> {
                    breaking.start();
                    scenario.work(breaking::over);
                });
                breaking.end();
            }
            scenario.report.figure("poison_refused", poisoned[0]);
            assertThat(poisoned[0]).as("answers that the poison cost").isPositive();
            scenario.calm();
            scenario.requireSound();
        }
    }

    @Test
    void should_end_each_message_once_when_the_disk_of_the_database_is_full() throws Exception {
        Path mount = Files.createTempDirectory("wutong-small-disk");
        Assumptions.assumeTrue(
                ran("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", mount.toString()),
                "skipped: a small disk cannot be mounted here");
        try (Scenario scenario = Scenario.lay("disk_full", Scenario.settlements(), 0)) {
            Member home = scenario.member(Role.HOME);
            home.moveTo(Files.createDirectory(mount.resolve("data")));
            scenario.prepare();
            int[] failed = new int[1];
            Breaking breaking = new Breaking("the disk", () -> {
                TimeUnit.SECONDS.sleep(3);
                try (Database database = home.open()) {
                    fill(database);
                    Report.note("the disk is full");
                    int before = scenario.hospital.failures();
                    TimeUnit.SECONDS.sleep(FULL_SECONDS);
                    failed[0] = scenario.hospital.failures() - before;
                    database.execute("drop table filler");
                    Report.note("there is room again");
                }
                TimeUnit.SECONDS.sleep(3);
            });
            scenario.watched(() -> {
                breaking.start();
                scenario.work(breaking::over);
            });
            breaking.end();
            scenario.report.figure("failed_while_full", failed[0]);
            assertThat(failed[0]).as("requests that met the full disk").isPositive();
            scenario.calm();
            scenario.requireSound();
        } finally {
            ran("umount", "-l", mount.toString());
            Files.deleteIfExists(mount);
        }
    }

    private static void fill(Database database) throws SQLException {
        database.execute("create table filler (text text)");
        try {
            for (int i = 0; i < 10_000; i++) {
                database.execute("insert into filler select md5(random()::text) from generate_series(1, 5000)");
            }
        } catch (SQLException full) {
            // small rows take what is left
        }
        try {
            for (int i = 0; i < 10_000; i++) {
                database.execute("insert into filler select 'x' from generate_series(1, 50)");
            }
        } catch (SQLException full) {
            return;
        }
        throw new IllegalStateException("the small disk has no end");
    }

    private static boolean ran(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void should_end_each_message_once_when_wall_clocks_jump_by_hours() throws Exception {
        try (Scenario scenario = Scenario.lay("wall_clock", Scenario.settlements(), 60)) {
            scenario.prepare();
            List<GatewayJvm> running = new ArrayList<>();
            for (Member member : scenario.cluster.members()) {
                member.kill();
                running.add(member.startStepping(Set.of(), 0)); // the sandbox's clock; production's cannot be moved
            }
            Breaking breaking = new Breaking("the clocks", () -> {
                for (long beside : new long[] {JUMP_MILLIS, -JUMP_MILLIS}) {
                    for (GatewayJvm jvm : running) {
                        jvm.say("clock " + beside);
                        assertThat(jvm.nextLine()).isEqualTo("clock");
                        TimeUnit.SECONDS.sleep(JUMPED_SECONDS);
                        jvm.say("clock 0");
                        assertThat(jvm.nextLine()).isEqualTo("clock");
                    }
                }
            });
            scenario.watched(() -> {
                breaking.start();
                scenario.work(breaking::over);
            });
            breaking.end();
            scenario.report.figure("jumps", 2 * running.size()).figure("jump_hours", 3);
            scenario.calm();
            scenario.requireSound();
        }
    }
}
