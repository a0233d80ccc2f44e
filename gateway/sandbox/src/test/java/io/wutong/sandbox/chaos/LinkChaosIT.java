package io.wutong.sandbox.chaos;

import io.wutong.sandbox.chaos.CrashPoint.Role;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The link to the home province is cut: both ways, then for requests, then for answers; each time healed after a minute. */
class LinkChaosIT {

    private static final int CUT_SECONDS = Integer.getInteger("chaos.cutSeconds", 60);
    private static final int WHOLE_SECONDS = 5;

    @Test
    void should_end_each_message_once_when_the_link_to_the_home_is_cut_and_healed() throws Exception {
        try (Scenario scenario = Scenario.lay("link", Scenario.settlements(), 100)) {
            scenario.prepare();
            Relay link = scenario.member(Role.HOME).peer;
            Breaking breaking = new Breaking("the link", () -> {
                for (Relay.Way way : List.of(Relay.Way.NONE, Relay.Way.BACK_ONLY, Relay.Way.THERE_ONLY)) {
                    TimeUnit.SECONDS.sleep(WHOLE_SECONDS);
                    Report.note("the link carries " + way);
                    link.let(way);
                    TimeUnit.SECONDS.sleep(CUT_SECONDS);
                    link.let(Relay.Way.BOTH);
                    Report.note("the link is whole");
                }
                TimeUnit.SECONDS.sleep(WHOLE_SECONDS);
            });
            scenario.watched(() -> {
                breaking.start();
                scenario.work(breaking::over);
            });
            breaking.end();
            scenario.report.figure("cuts", 3).figure("cut_seconds", CUT_SECONDS);
            scenario.calm();
            scenario.requireSound();
        }
    }
}
