package io.wutong.sandbox.chaos;

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
import org.jspecify.annotations.Nullable;

/**
 * Arms one process after the other with the points that are left of it: where it stops it is killed and started
 * again. While nothing is reached, another process is killed wherever it is, which brings about the rare steps.
 */
final class Killer {
    private static final int SECONDS_MAX = Integer.getInteger("chaos.crashSeconds", 560);
    private static final int PATIENCE_SECONDS = 5;
    /** Who has just started answers slowly: patience counts from so many ends that hospitals were told since. */
    private static final int WARM_ENDS = 30;

    private static final int WARM_SECONDS_MAX = 60;
    private static final int PROVOCATIONS = 3;
    /** Messages that pass a step before the one that is killed there; fewer where few steps are left to pass. */
    private static final int PASSED_MAX = 8;

    private static final int PASSED_EACH = 2;

    private final Cluster cluster;
    private final Hospital hospital;
    private final Set<CrashPoint> left;
    private final Random random = new Random(1);
    private final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    private int kills;

    /** @param points where processes are to be killed */
    Killer(Cluster cluster, Hospital hospital, Set<CrashPoint> points) {
        this.cluster = cluster;
        this.hospital = hospital;
        this.left = EnumSet.copyOf(points);
    }

    /** The points that have not been visited. */
    Set<CrashPoint> left() {
        return left;
    }

    int kills() {
        return kills;
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
            String line = reached(said);
            if (line == null) {
                if (provoked++ < PROVOCATIONS) {
                    killAnother(role);
                }
                continue;
            }
            Report.note(role + " " + line + ", " + left.size() + " left");
            if (!line.startsWith("reached ")) {
                throw new IllegalStateException(line);
            }
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

    /** What the armed process says; null when it goes on without coming to any of its points. */
    private @Nullable String reached(BlockingQueue<String> said) throws InterruptedException {
        int before = hospital.ends();
        long cold = System.nanoTime() + TimeUnit.SECONDS.toNanos(WARM_SECONDS_MAX);
        String line = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        while (line == null && hospital.ends() - before < WARM_ENDS && System.nanoTime() < cold) {
            line = said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return line;
    }

    private BlockingQueue<String> arm(Member member) throws Exception {
        member.kill();
        Set<Step> steps = steps(member.role);
        GatewayJvm jvm = member.startStepping(steps, random.nextInt(Math.min(PASSED_MAX, PASSED_EACH * steps.size())));
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
        Member other = cluster.member(roles[(role.ordinal() + 1 + random.nextInt(roles.length - 1)) % roles.length]);
        Report.note(other.role + " killed wherever it is");
        other.kill();
        other.start();
        kills++;
    }
}
