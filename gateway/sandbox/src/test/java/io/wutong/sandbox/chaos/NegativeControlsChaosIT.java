package io.wutong.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.sandbox.chaos.CrashPoint.Role;
import io.wutong.sandbox.chaos.Verdict.Kind;
import io.wutong.sandbox.stand.Database;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Deployments that are broken on purpose, from outside: the comparison that finds others sound must find these. */
class NegativeControlsChaosIT {

    /** Enough for what is broken to come about dozens of times. */
    private static final int SETTLEMENTS = Math.min(400, Scenario.settlements());

    @Test
    void should_find_a_message_with_two_ends_when_its_unique_keys_are_dropped() throws Exception {
        try (Scenario scenario = Scenario.lay("control_unique_key", SETTLEMENTS, 0)) {
            try (Database care = scenario.member(Role.CARE).open()) {
                // either alone keeps out what the other lets in; besides, a settlement's second message waits for its
                // visit's lock, an admission's for nothing
                care.execute("alter table exchange drop constraint exchange_pkey");
                care.execute("alter table business_key drop constraint business_key_pkey");
            }
            scenario.prepare();
            // a HIS that sends everything twice at once, as one behind a proxy that retries
            scenario.admit(scenario.hospital::admitTwice);
            found(scenario, Kind.ENDS);
        }
    }

    @Test
    void should_find_a_settlement_that_was_told_and_lost_when_commits_are_not_flushed() throws Exception {
        try (Scenario scenario = Scenario.lay("control_not_flushed", SETTLEMENTS, 0)) {
            scenario.prepare();
            Postgres server = Postgres.of(scenario.member(Role.CARE));
            for (Member member : scenario.cluster.members()) {
                member.loseCommits(); // behind the back of a gateway that would not have started on it
            }
            Breaking breaking = new Breaking(
                    "the server",
                    () -> { // while it is told, before the log is written by itself
                        while (scenario.hospital.settled() < SETTLEMENTS) {
                            TimeUnit.MILLISECONDS.sleep(20);
                        }
                        server.restartImmediately();
                    });
            breaking.start();
            scenario.work(breaking::over, scenario.visits(3), scenario.hospital::once);
            breaking.end();
            found(scenario, Kind.TOLD);
        }
    }

    @Test
    void should_find_what_is_not_to_be_done_any_more_when_the_outbox_is_outside_the_transaction() throws Exception {
        try (Scenario scenario = Scenario.lay("control_outbox", SETTLEMENTS, 0)) {
            scenario.prepare();
            Member care = scenario.member(Role.CARE);
            care.kill();
            care.startPlanted("outbox");
            Breaking breaking = new Breaking("care", () -> {
                while (scenario.hospital.settled() < SETTLEMENTS / 2) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                care.kill();
                care.start();
            });
            breaking.start();
            scenario.work(breaking::over, scenario.visits(3), scenario.hospital::once);
            breaking.end();
            found(scenario, Kind.OUTBOX);
        }
    }

    private static void found(Scenario scenario, Kind kind) throws Exception {
        Verdict verdict = scenario.verdict();
        boolean seen = verdict.kinds().contains(kind);
        scenario.report.figure("found", verdict.counts()).end(seen ? "held" : "not found");
        assertThat(verdict.kinds()).contains(kind);
    }
}
