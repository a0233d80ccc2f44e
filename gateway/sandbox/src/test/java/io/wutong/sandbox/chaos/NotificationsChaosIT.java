package io.wutong.sandbox.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.port.Clock;
import io.wutong.sandbox.chaos.CrashPoint.Role;
import io.wutong.sandbox.stand.GatewayJvm;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * What a channel tells is lost, told twice at once, in the opposite order, forged, before our own order is answered or after
 * we have closed it; the wire it calls back on is cut. Each order ends once, as its patient did, and as the channel's bill
 * says.
 */
class NotificationsChaosIT {

    private static final long HELD_MILLIS = 400;
    private static final long CUT_MILLIS = 600;
    private static final long WHOLE_MILLIS = 1_500;

    @Test
    void should_end_each_order_once_when_notifications_go_wrong_in_every_way() throws Exception {
        try (Scenario scenario = Scenario.layWithWindow("notifications", Scenario.settlements())) {
            PaymentWindow window = scenario.cluster.window;
            Member care = scenario.member(Role.CARE);
            scenario.prepare();
            int[] cuts = new int[1];
            boolean[] enough = new boolean[1];
            Breaking breaking = new Breaking("the channel's calls", () -> {
                for (int n = 0; !enough[0]; n++) {
                    window.channel.holdNotifications();
                    TimeUnit.MILLISECONDS.sleep(HELD_MILLIS);
                    window.channel.releaseNotificationsReversed();
                    TimeUnit.MILLISECONDS.sleep(WHOLE_MILLIS);
                    // once nothing arrives, once what arrived is not acknowledged, and comes again
                    window.callbacks().let(n % 2 == 0 ? Relay.Way.NONE : Relay.Way.THERE_ONLY);
                    TimeUnit.MILLISECONDS.sleep(CUT_MILLIS);
                    window.callbacks().let(Relay.Way.BOTH);
                    TimeUnit.MILLISECONDS.sleep(WHOLE_MILLIS);
                    cuts[0]++;
                }
            });
            LocalDate first = LocalDate.now(Clock.ZONE);
            scenario.watched(() -> {
                breaking.start();
                scenario.work(() -> true, scenario.visits(1), bill -> window.serve(scenario.hospital, care, bill));
            });
            enough[0] = true;
            breaking.end();
            scenario.report
                    .figure("faults", window.told())
                    .figure("cuts", cuts[0])
                    .figure("orders", window.orders());
            scenario.calm();
            scenario.requireSound();
            for (LocalDate day = first; !day.isAfter(LocalDate.now(Clock.ZONE)); day = day.plusDays(1)) {
                // fails where the channel's own bill and our orders differ
                GatewayJvm.command(
                        "reconcile",
                        "--channel",
                        PaymentWindow.CHANNEL,
                        "--day",
                        day.toString(),
                        "--url",
                        "http://127.0.0.1:" + care.port("admin"),
                        "--token-file",
                        care.adminToken().toString());
            }
            assertThat(window.orders()).isGreaterThanOrEqualTo(Scenario.settlements());
        }
    }
}
