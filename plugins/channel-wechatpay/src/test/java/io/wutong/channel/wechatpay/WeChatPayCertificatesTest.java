package io.wutong.channel.wechatpay;

import static io.wutong.channel.wechatpay.Bench.await;
import static io.wutong.channel.wechatpay.Bench.context;
import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.simulator.wechat.SimulatorKeys;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.Value;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A merchant without a public key of WeChat's: certificates are downloaded, and change while money moves. */
class WeChatPayCertificatesTest {

    private static Bench bench(SimulatorKeys keys) {
        keys.publishCertificate();
        return new Bench(Body.builder().put("platformCertificates", new Value.Bool(true)), keys);
    }

    private static void shift(Bench bench, Duration by) {
        bench.pluginClockShift.set(by);
        bench.simulatorClockShift.set(by);
    }

    @Test
    void should_verify_with_what_it_downloads_before_its_first_call_and_not_download_again() {
        try (Bench bench = bench(new SimulatorKeys())) {
            bench.paid("CERT00000001", 100);
            bench.paid("CERT00000002", 100);
            assertThat(bench.events).hasSize(2).allSatisfy(e -> assertThat(e).isInstanceOf(Outcome.Succeeded.class));
            assertThat(bench.simulator.certificateDownloads()).isEqualTo(1);
        }
    }

    @Test
    void should_take_old_and_new_when_the_certificate_changes() {
        SimulatorKeys keys = new SimulatorKeys();
        try (Bench bench = bench(keys)) {
            bench.paid("CERT00000001", 100);
            keys.publishCertificate();
            shift(bench, Duration.ofMinutes(2));
            keys.signWithNewest();
            // told under a serial that is not known: downloaded, then verified
            bench.paid("CERT00000002", 100);
            assertThat(bench.events.get(1)).isInstanceOf(Outcome.Succeeded.class);
            assertThat(bench.simulator.certificateDownloads()).isEqualTo(2);
            assertThat(await(bench.channel.verifyNotification(bench.raws.get(0))))
                    .as("the old one still counts")
                    .isInstanceOf(Outcome.Succeeded.class);
        }
    }

    @Test
    void should_not_download_for_every_forged_serial() {
        try (Bench bench = bench(new SimulatorKeys())) {
            bench.paid("CERT00000001", 100);
            for (int i = 0; i < 5; i++) {
                bench.simulator.failNextNotification(io.wutong.simulator.wechat.NotificationFault.UNKNOWN_SERIAL);
                bench.paid("CERT0000001" + i, 100);
            }
            assertThat(bench.simulator.certificateDownloads()).isEqualTo(1);
        }
    }

    @Test
    void should_be_unknown_when_no_certificate_can_be_had_and_heal_when_it_can() {
        SimulatorKeys keys = new SimulatorKeys();
        try (Bench bench = new Bench(Body.builder().put("platformCertificates", new Value.Bool(true)), keys)) {
            PayOrder order = bench.order("CERT00000001", 1);
            assertThat(await(bench.channel.pay(order, context()))).isEqualTo(Outcome.unknown("signature.serial"));
            keys.publishCertificate();
            assertThat(await(bench.channel.pay(order, context()))).isInstanceOf(Outcome.Succeeded.class);
        }
    }
}
