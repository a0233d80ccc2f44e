package io.wutong.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.sandbox.chaos.CrashPoint.Role;
import io.wutong.sandbox.chaos.CrashPoint.Step;
import io.wutong.sandbox.stand.GatewayJvm;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code kill -9} of a process at each step that {@link CrashPoint} lists, then a restart, while hospitals go on. */
class CrashPointsChaosIT {

    private static final int CRASH_POINTS_MAX = 40;
    private static final int SECONDS_MAX = Integer.getInteger("chaos.crashSeconds", 300);
    /** Messages that pass a step before the one that is killed there. */
    private static final int PASSED_MAX = 40;

    @Test
    void should_end_each_message_once_when_processes_are_killed_at_every_step() throws Exception {
        assertThat(CrashPoint.values()).hasSizeLessThanOrEqualTo(CRASH_POINTS_MAX);
        try (Scenario scenario = Scenario.lay("crash_points", Scenario.settlements(), 120)) {
            List<Killer> killers = new ArrayList<>();
            for (Role role : Role.values()) {
                killers.add(new Killer(scenario.cluster.member(role), CrashPoint.of(role)));
            }
            scenario.prepare();
            for (Killer killer : killers) {
                killer.start();
            }
            scenario.watched(() -> scenario.work(() ->
                    killers.stream().allMatch(killer -> killer.left().isEmpty()) || scenario.seconds() > SECONDS_MAX));
            for (Killer killer : killers) {
                killer.end();
            }
            Set<CrashPoint> unvisited =
                    killers.stream().flatMap(killer -> killer.left().stream()).collect(Collectors.toSet());
            scenario.report
                    .figure("crash_points", CrashPoint.values().length)
                    .figure("visited", CrashPoint.values().length - unvisited.size())
                    .figure(
                            "kills",
                            killers.stream().mapToInt(killer -> killer.kills).sum());
            scenario.calm();
            scenario.requireSound();
            assertThat(unvisited).isEmpty();
        }
    }

    /** Kills a process where it stops and starts it again, until it has been killed at all of its points. */
    private static final class Killer extends Thread {
        private final Member member;
        private final Set<CrashPoint> left;
        private final Random random = new Random(1);
        private volatile boolean over;
        private volatile int kills;
        private volatile Throwable broke;

        Killer(Member member, Set<CrashPoint> points) {
            super("killer of " + member.name);
            this.member = member;
            this.left = EnumSet.copyOf(points);
        }

        Set<CrashPoint> left() {
            synchronized (left) {
                return left.isEmpty() ? Set.of() : EnumSet.copyOf(left);
            }
        }

        @Override
        public void run() {
            try {
                while (!left().isEmpty() && !over) {
                    Set<Step> steps = left().stream().map(point -> point.step).collect(Collectors.toSet());
                    member.kill();
                    GatewayJvm jvm = member.startStepping(steps, random.nextInt(PASSED_MAX));
                    String line = jvm.nextLine();
                    Report.note(member.name + ": " + line + ", left " + left());
                    if (line != null && line.startsWith("reached ")) {
                        member.kill();
                        kills++;
                        synchronized (left) {
                            left.remove(CrashPoint.valueOf(member.role + "_" + line.substring(8)));
                        }
                    }
                }
                member.kill();
                member.start();
            } catch (Exception e) {
                broke = e;
                Report.note(getName() + " broke: " + e);
            }
        }

        /** Lets it run undisturbed from now on. */
        void end() throws Exception {
            over = true;
            if (!left().isEmpty()) {
                member.kill(); // it waits for a step that does not come
            }
            join(TimeUnit.MINUTES.toMillis(1));
            if (broke != null) {
                throw new IllegalStateException(getName(), broke);
            }
        }
    }
}
