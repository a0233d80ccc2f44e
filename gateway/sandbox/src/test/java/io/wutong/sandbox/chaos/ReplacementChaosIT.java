package io.wutong.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.sandbox.chaos.CrashPoint.Role;
import io.wutong.sandbox.stand.GatewayJvm;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Processes and plugins are replaced under load: nobody who sends a message notices. Clerks are patient here: what is
 * reversed while it is under way may be told an unknown end whoever is replaced.
 */
class ReplacementChaosIT {

    private static final int ROUNDS = 2;
    private static final int PLUGINS = 4;
    /** Each so many is a visit behind the plugin: they must last as long as it is replaced. */
    private static final int LEGACY_APART = 10;

    @Test
    void should_fail_no_request_when_two_processes_are_replaced_in_turn() throws Exception {
        try (Scenario scenario = Scenario.lay("rolling_replacement", Scenario.settlements(), 0)) {
            Member first = scenario.member(Role.CARE);
            Member second = scenario.cluster.twin(first);
            scenario.prepare();
            second.start();
            Member[] serving = {first, second};
            int[] turn = new int[1];
            // as a load balancer does that is told before a process is: what has a connection by then is in its hands
            scenario.hospital.sendTo(() -> serving[turn[0]++ % serving.length].port("hospital"));
            Breaking breaking = new Breaking("two processes", () -> {
                for (int i = 0; i < 2 * ROUNDS; i++) {
                    Member leaving = i % 2 == 0 ? first : second;
                    Member staying = i % 2 == 0 ? second : first;
                    serving[0] = staying;
                    serving[1] = staying;
                    int port = leaving.port("hospital");
                    do {
                        TimeUnit.MILLISECONDS.sleep(100);
                    } while (scenario.hospital.connectsTo(port));
                    assertThat(leaving.drain()).isZero();
                    leaving.start();
                    serving[0] = first;
                    serving[1] = second;
                    Report.note("replaced " + leaving.name);
                    TimeUnit.SECONDS.sleep(2);
                }
            });
            scenario.watched(() -> {
                breaking.start();
                scenario.work(breaking::over, scenario.visits(3), scenario.hospital::once);
            });
            breaking.end();
            scenario.report.figure("replacements", 2 * ROUNDS);
            requireNoFailure(scenario);
        }
    }

    @Test
    void should_fail_no_request_when_a_plugin_is_replaced_again_and_again() throws Exception {
        try (Scenario scenario =
                Scenario.lay("plugin_replacement", Scenario.settlements(), Scenario.settlements() / 4)) {
            scenario.prepare();
            Member home = scenario.member(Role.HOME);
            Breaking breaking = new Breaking("the plugin", () -> {
                for (int i = 0; i < PLUGINS; i++) {
                    Path jar = scenario.cluster.legacy.anotherJar(i);
                    GatewayJvm.command(
                            "plugin",
                            "replace",
                            jar.toString(),
                            "--by",
                            "chaos",
                            "--url",
                            "http://127.0.0.1:" + home.port("admin"),
                            "--token-file",
                            home.adminToken().toString());
                    Report.note("replaced by " + jar.getFileName());
                }
            });
            scenario.watched(() -> {
                breaking.start();
                scenario.work(breaking::over, scenario.visits(LEGACY_APART), scenario.hospital::once);
            });
            breaking.end();
            scenario.report.figure("replacements", PLUGINS);
            requireNoFailure(scenario);
        }
    }

    private static void requireNoFailure(Scenario scenario) throws Exception {
        Map<String, Integer> failed = scenario.hospital.heard().entrySet().stream()
                .filter(heard -> !heard.getKey().endsWith(" end"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        scenario.calm();
        scenario.requireSound(failed);
    }
}
