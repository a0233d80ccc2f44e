package io.wutong.credential.nhsa;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.wutong.host.AdapterSpec;
import io.wutong.host.ConfigCheck;
import io.wutong.simulator.voucher.EVoucherFrontEnd;
import io.wutong.simulator.voucher.Holder;
import io.wutong.spi.Body;
import io.wutong.spi.Credential;
import io.wutong.spi.CredentialReaderFactory;
import io.wutong.spi.Json;
import io.wutong.spi.Scan;
import io.wutong.testkit.CredentialReaderContract;
import io.wutong.testkit.Simulator;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The plugin as the gateway has it, from its classes and from its jar. */
class NhsaCredentialContractTest extends CredentialReaderContract {
    private static final String ID = "credential-nhsa";
    private static final String CODE = "4240000000000000000000000000";
    private static final Holder HOLDER = new Holder("测试甲", "111111198101011110", "320115");

    private EVoucherFrontEnd frontEnd = new EVoucherFrontEnd(Clock.systemUTC());

    @Override
    protected CredentialReaderFactory factory() {
        return new NhsaCredentialFactory();
    }

    @Override
    protected AdapterSpec spec(int port) {
        return AdapterSpec.of("credentials", ID, AdapterSpec.WHOLE_PROCESS)
                .withSettings(Body.builder()
                        .put("frontEndUrl", "http://127.0.0.1:" + port + EVoucherFrontEnd.PATH)
                        .put("operatorName", "收费窗口")
                        .put("timeoutMillis", 10_000)
                        .build())
                .withAllowedHosts("127.0.0.1:" + port);
    }

    @Override
    protected Future<Simulator> simulator(Vertx vertx) {
        EVoucherFrontEnd fresh = new EVoucherFrontEnd(Clock.systemUTC());
        frontEnd = fresh;
        fresh.issue(HOLDER, CODE);
        return fresh.start(vertx).map(port -> new Running(fresh, port));
    }

    private record Running(EVoucherFrontEnd frontEnd, int port) implements Simulator {
        @Override
        public Future<Void> close() {
            return frontEnd.stop();
        }
    }

    @Override
    protected Map<Scan, Credential.Kind> good() {
        return Map.of(
                Waiting.scan(
                        "639900|111111198101011110|X00000019|639900D15600000500BF7C7A48FB4966|张三|00814E43238697159900BF7C7A|1.00|20101001|20201001|410100813475|终端设备号|"),
                Credential.Kind.SOCIAL_SECURITY_CARD,
                Waiting.scan("11010519491231002X"),
                Credential.Kind.ID_NUMBER,
                Waiting.scan("110105491231002"),
                Credential.Kind.ID_NUMBER,
                Waiting.scan(frontEnd.issue(HOLDER)),
                Credential.Kind.E_VOUCHER);
    }

    @Override
    protected List<Scan> bad() {
        return List.of(
                Waiting.scan("639900|"),
                Waiting.scan("321102198001010010"),
                Waiting.scan("134567890123456789"),
                Waiting.scan("281234567890123456"),
                Waiting.scan("4241111111111111111111111111"));
    }

    @Override
    protected Optional<Scan> asking() {
        return Optional.of(Waiting.scan(CODE));
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
