package io.wutong.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.sandbox.chaos.CrashPoint.Role;
import io.wutong.sandbox.chaos.CrashPoint.Step;
import io.wutong.sandbox.stand.GatewayJvm;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of a process at each step that {@link CrashPoint} lists, then a restart, while hospitals go on. */
class CrashPointsChaosIT {

    private static final int CRASH_POINTS_MAX = 40;
    private static final int LEGACY_VISITS = 400;

    @Test
    void should_end_each_message_once_when_processes_are_killed_at_every_step() throws Exception {
        assertThat(CrashPoint.values()).hasSizeLessThanOrEqualTo(CRASH_POINTS_MAX);
        try (Scenario scenario =
                Scenario.lay("crash_points", Scenario.settlements(), Math.min(LEGACY_VISITS, Scenario.settlements()))) {
            scenario.prepare();
            Killer killer = new Killer(scenario.cluster);
            Breaking breaking = new Breaking("processes", killer::run);
            scenario.watched(() -> {
                breaking.start();
                scenario.work(breaking::over);
            });
            breaking.end();
            scenario.report
                    .figure("crash_points", CrashPoint.values().length)
                    .figure("visited", CrashPoint.values().length - killer.left.size())
                    .figure("kills", killer.kills);
            scenario.calm();
            scenario.requireSound();
            assertThat(killer.left).as("crash points not visited").isEmpty();
        }
    }

    /**
     * Arms one process after the other with the points that are left of it: where it stops it is killed and started
     * again. While nothing is reached, another process is killed wherever it is, which brings about the rare steps.
     */
    private static final class Killer {
        private static final int SECONDS_MAX = Integer.getInteger("chaos.crashSeconds", 330);
        private static final int PATIENCE_SECONDS = 5;
        private static final int PROVOCATIONS = 3;
        /** Messages that pass a step before the one that is killed there; fewer where few steps are left to pass. */
        private static final int PASSED_MAX = 20;

        private static final int PASSED_EACH = 2;

        private final Cluster cluster;
        private final Set<CrashPoint> left = EnumSet.allOf(CrashPoint.class);
        private final Random random = new Random(1);
        private final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        private int kills;

        Killer(Cluster cluster) {
            this.cluster = cluster;
        }

        void run() throws Exception {
            while (!left.isEmpty() && System.nanoTime() < until) {
                for (Role role : Role.values()) {
                    if (!steps(role).isEmpty()) {
                        visit(role);
                    }
                }
            }
        }

        private Set<Step> steps(Role role) {
            return left.stream()
                    .filter(point -> point.role == role)
                    .map(point -> point.step)
                    .collect(Collectors.toSet());
        }

        /** Until it has no points left, or none is reached whatever happens to the others. */
        private void visit(Role role) throws Exception {
            Member member = cluster.member(role);
            BlockingQueue<String> said = arm(member);
            for (int provoked = 0; provoked <= PROVOCATIONS && System.nanoTime() < until; ) {
                String line = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (line == null) {
                    if (provoked++ < PROVOCATIONS) {
                        killAnother(role);
                    }
                    continue;
                }
                Report.note(role + " " + line + ", " + left.size() + " left");
                assertThat(line).startsWith("reached ");
                left.remove(CrashPoint.valueOf(role + "_" + line.substring("reached ".length())));
                kills++;
                if (steps(role).isEmpty()) {
                    break;
                }
                said = arm(member);
                provoked = 0;
            }
            member.kill();
            member.start();
        }

        private BlockingQueue<String> arm(Member member) throws Exception {
            member.kill();
            Set<Step> steps = steps(member.role);
            GatewayJvm jvm =
                    member.startStepping(steps, random.nextInt(Math.min(PASSED_MAX, PASSED_EACH * steps.size())));
            BlockingQueue<String> said = new LinkedBlockingQueue<>();
            Thread listener = new Thread(() -> {
                try {
                    for (String line = jvm.nextLine(); line != null; line = jvm.nextLine()) {
                        said.add(line);
                    }
                } catch (IOException e) {
                    // it was killed
                }
            });
            listener.setDaemon(true);
            listener.start();
            return said;
        }

        private void killAnother(Role role) throws Exception {
            Role[] roles = Role.values();
            Member other =
                    cluster.member(roles[(role.ordinal() + 1 + random.nextInt(roles.length - 1)) % roles.length]);
            Report.note(other.role + " killed wherever it is");
            other.kill();
            other.start();
            kills++;
        }
    }
}
