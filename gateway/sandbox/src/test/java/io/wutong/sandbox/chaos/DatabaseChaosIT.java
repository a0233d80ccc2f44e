package io.wutong.sandbox.chaos;

import io.wutong.sandbox.stand.Database;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The database fails under load: connections are cut just before and just after COMMIT, backends are terminated, the
 * server is stopped without a shutdown and recovers.
 */
class DatabaseChaosIT {

    private static final int COMMITS_APART = 15;
    private static final int CUTS_MIN = 40;
    private static final int TERMINATIONS = 10;
    private static final int RESTARTS = 3;

    @Test
    void should_end_each_message_once_when_the_database_fails_under_load() throws Exception {
        try (Scenario scenario = Scenario.lay("database", Scenario.settlements(), 60)) {
            scenario.prepare();
            Postgres server = Postgres.of(scenario.member(CrashPoint.Role.CARE));
            Breaking breaking = new Breaking("database", () -> {
                cut(scenario);
                for (int i = 0; i < TERMINATIONS; i++) {
                    terminate(scenario);
                    TimeUnit.MILLISECONDS.sleep(700);
                }
                for (int i = 0; i < RESTARTS; i++) {
                    server.restartImmediately();
                    Report.note("the server has recovered");
                    TimeUnit.SECONDS.sleep(4);
                }
            });
            scenario.watched(() -> {
                breaking.start();
                scenario.work(breaking::over);
            });
            breaking.end();
            scenario.report
                    .figure("cut_before_commit", sum(scenario, CommitRelay::cutBefore))
                    .figure("cut_after_commit", sum(scenario, CommitRelay::cutAfter))
                    .figure("terminations", TERMINATIONS)
                    .figure("restarts", RESTARTS);
            scenario.calm();
            scenario.requireSound();
        }
    }

    private static void cut(Scenario scenario) throws InterruptedException {
        for (Member member : scenario.cluster.members()) {
            member.database.cutEvery(COMMITS_APART);
        }
        while (sum(scenario, CommitRelay::cutBefore) < CUTS_MIN || sum(scenario, CommitRelay::cutAfter) < CUTS_MIN) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        for (Member member : scenario.cluster.members()) {
            member.database.cutEvery(0);
        }
    }

    private static int sum(Scenario scenario, java.util.function.ToIntFunction<CommitRelay> of) {
        return scenario.cluster.members().stream()
                .map(member -> member.database)
                .mapToInt(of)
                .sum();
    }

    private static void terminate(Scenario scenario) throws SQLException {
        for (Member member : scenario.cluster.members()) {
            try (Database database = member.open()) {
                database.rows("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid()");
            }
        }
    }
}
