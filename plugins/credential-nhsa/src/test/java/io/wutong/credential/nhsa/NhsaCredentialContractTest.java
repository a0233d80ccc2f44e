package io.wutong.credential.nhsa;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.wutong.host.AdapterSpec;
import io.wutong.host.ConfigCheck;
import io.wutong.host.LeakReport;
import io.wutong.host.PluginHost;
import io.wutong.host.PluginHostConfig;
import io.wutong.simulator.voucher.EVoucherFrontEnd;
import io.wutong.simulator.voucher.Holder;
import io.wutong.spi.Body;
import io.wutong.spi.Credential;
import io.wutong.spi.CredentialReader;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plugin as the gateway has it: configured and loaded by the host, from its classes and from its jar. */
class NhsaCredentialContractTest {
    private static final String ID = "credential-nhsa";

    private final Vertx vertx = Vertx.vertx();
    private final EVoucherFrontEnd frontEnd = new EVoucherFrontEnd(Clock.systemUTC());
    private AdapterSpec spec;

    @BeforeEach
    void open() {
        int port = Waiting.await(frontEnd.start(vertx));
        spec = AdapterSpec.of("credentials", ID, AdapterSpec.WHOLE_PROCESS)
                .withSettings(Body.builder()
                        .put("frontEndUrl", "http://127.0.0.1:" + port + EVoucherFrontEnd.PATH)
                        .build())
                .withAllowedHosts("127.0.0.1:" + port);
    }

    @AfterEach
    void close() {
        Waiting.await(frontEnd.stop());
        Waiting.await(vertx.close());
    }

    @Test
    void should_read_an_e_voucher_when_it_is_loaded_from_classes() {
        readOnce(PluginHostConfig.ofClasses(List.of(new NhsaCredentialFactory()), List.of(spec)));
    }

    @Test
    void should_read_an_e_voucher_and_leave_nothing_when_it_is_loaded_from_its_jar(@TempDir Path folder)
            throws Exception {
        String name = ID + "-" + System.getProperty("wutong.version", "0.1.0") + ".jar";
        Files.copy(Path.of("target", name), folder.resolve(name));
        assertThat(readOnce(PluginHostConfig.ofFolder(folder, List.of(spec))))
                .allSatisfy(report -> assertThat(report.clean()).isTrue());
    }

    private List<LeakReport> readOnce(PluginHostConfig config) {
        PluginHost host = new PluginHost(vertx, config);
        Waiting.await(host.start());
        CredentialReader reader = host.credentialReaders().get(0).adapter();
        Holder holder = new Holder("测试甲", "111111198101011110", "320115");

        Outcome<Credential> outcome =
                Waiting.await(reader.read(Waiting.scan(frontEnd.issue(holder)), Waiting.context()));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Succeeded.class,
                        read -> assertThat(((Credential) read.answer()).homeArea())
                                .isEqualTo("320115"));
        return Waiting.await(host.closeAndCheck());
    }

    @Test
    void should_fit_the_schema_when_the_schemas_own_examples_are_taken() throws Exception {
        try (InputStream in = NhsaCredentialFactory.class.getResourceAsStream("/schemas/config.json")) {
            byte[] bytes = in.readAllBytes();
            ConfigCheck check = new ConfigCheck(ID, new JsonObject(new String(bytes, StandardCharsets.UTF_8)));
            assertThat(Json.read(bytes).bodies("examples"))
                    .hasSize(2)
                    .allSatisfy(example -> assertThat(check.errors(example)).isEmpty());
        }
    }
}
