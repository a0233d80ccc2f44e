package io.wutong.channel.wechatpay;

import static io.wutong.channel.wechatpay.Bench.await;
import static io.wutong.channel.wechatpay.Bench.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import io.wutong.host.AdapterSpec;
import io.wutong.host.ConfigCheck;
import io.wutong.host.LeakReport;
import io.wutong.host.PluginHost;
import io.wutong.host.PluginHostConfig;
import io.wutong.host.PluginRefusedException;
import io.wutong.spi.Body;
import io.wutong.spi.Capability;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.Value;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin as the gateway has it: configured and loaded by the host, from its classes and from its jar. */
class WeChatPayContractTest {
    private static final String ID = "channel-wechatpay";
    private static Bench bench;

    @BeforeAll
    static void open() {
        bench = new Bench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    private static AdapterSpec spec(Body settings) {
        return AdapterSpec.of("wechat", ID, AdapterSpec.WHOLE_PROCESS)
                .withSettings(settings)
                .withSecrets(Bench.secrets(bench.simulator))
                .withAllowedHosts("127.0.0.1:" + bench.simulatorPort)
                .withRequired(Capability.PAY_BY_OUR_CODE, Capability.QUERY, Capability.CLOSE_ORDER, Capability.REFUND);
    }

    private static AdapterSpec spec() {
        return spec(Bench.settings(bench.simulatorPort, Body.builder()));
    }

    @Test
    void should_take_a_payment_when_it_is_loaded_from_classes() {
        payOnce(PluginHostConfig.ofClasses(List.of(new WeChatPayFactory()), List.of(spec())), "CLASSES00001");
    }

    @Test
    void should_take_a_payment_and_leave_nothing_when_it_is_loaded_from_its_jar(@TempDir Path folder) throws Exception {
        String name = ID + "-" + System.getProperty("wutong.version", "0.1.0") + ".jar";
        Files.copy(Path.of("target", name), folder.resolve(name));
        assertThat(payOnce(PluginHostConfig.ofFolder(folder, List.of(spec())), "JAR000000001"))
                .allSatisfy(report -> assertThat(report.clean()).isTrue());
    }

    private static List<LeakReport> payOnce(PluginHostConfig config, String orderNo) {
        PluginHost host = new PluginHost(bench.vertx, config);
        await(host.start());
        PaymentChannel channel = host.paymentChannel("wechat").orElseThrow().adapter();

        Outcome<PayPrompt> prompt = await(channel.pay(bench.order(orderNo, 4_200), context()));
        assertThat(prompt).isInstanceOf(Outcome.Succeeded.class);
        bench.raws.clear();
        await(bench.simulator.payByOrder(orderNo));
        Outcome<PaymentEvent> event = await(channel.verifyNotification(bench.raws.get(0)));
        assertThat(((PaymentEvent.Payment) ((Outcome.Succeeded<PaymentEvent>) event).answer())
                        .status()
                        .amountFen())
                .isEqualTo(4_200);
        assertThat(channel.acknowledge(false).body()).contains("FAIL");
        return await(host.closeAndCheck());
    }

    @Test
    void should_not_start_when_a_setting_is_missing_or_a_key_is_none() {
        Body settings = spec().settings();
        Body.Builder without = Body.builder();
        settings.fields().forEach((name, value) -> {
            if (!name.equals("mchid")) {
                without.put(name, value);
            }
        });
        assertRefused(spec(without.build()));
        assertRefused(
                spec(settings.with("platformPublicKeyId", Value.text("5157F09EFDC096DE15EBE81A47057A7232F1B8E1"))));
        assertRefused(spec(settings.with("baseUrl", Value.text("http://pay.example.org"))));
        assertRefused(spec(settings.with("privateKeySecret", Value.text("platform-key"))));
        assertRefused(spec(settings.with("apiV3KeySecret", Value.text("private-key"))));
        assertRefused(spec(settings.with("apiV3KeySecret", Value.text("unknown"))));
    }

    private static void assertRefused(AdapterSpec spec) {
        PluginHost host =
                new PluginHost(bench.vertx, PluginHostConfig.ofClasses(List.of(new WeChatPayFactory()), List.of(spec)));
        assertThatThrownBy(() -> await(host.start())).hasRootCauseInstanceOf(PluginRefusedException.class);
    }

    @Test
    void should_fit_the_schema_when_the_schemas_own_examples_are_taken() throws Exception {
        try (InputStream in = WeChatPayFactory.class.getResourceAsStream("/schemas/config.json")) {
            byte[] bytes = in.readAllBytes();
            ConfigCheck check = new ConfigCheck(ID, new JsonObject(new String(bytes, StandardCharsets.UTF_8)));
            List<Body> examples = Json.read(bytes).bodies("examples");
            assertThat(examples)
                    .isNotEmpty()
                    .allSatisfy(example -> assertThat(check.errors(example)).isEmpty());
        }
    }
}
