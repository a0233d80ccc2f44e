package io.wutong.credential.nhsa;

import static io.wutong.credential.nhsa.Waiting.await;
import static io.wutong.credential.nhsa.Waiting.context;
import static io.wutong.credential.nhsa.Waiting.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.host.HostServices;
import io.wutong.simulator.voucher.EVoucherFrontEnd;
import io.wutong.simulator.voucher.Holder;
import io.wutong.simulator.voucher.VoucherFault;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Credential;
import io.wutong.spi.CredentialReader;
import io.wutong.spi.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader on the host's services, against the simulated e-voucher front end. */
class NhsaCredentialReaderTest {
    private static final String CARD =
            "639900|111111198101011110|X00000019|639900D15600000500BF7C7A48FB4966|张三|00814E43238697159900BF7C7A|1.00|20101001|20201001|410100813475|终端设备号|";
    private static final String CARD_WITHOUT_PSAM =
            "411600|||411600D156000005C38275EEFC9B9648||008C544CB386844116018593CA|3.00|20211203|20311202|";
    private static final Holder HOLDER = new Holder("测试甲", "111111198101011110", "320115");

    private Vertx vertx;
    private MovableClock clock;
    private EVoucherFrontEnd frontEnd;
    private HostServices services;
    private CredentialReader reader;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        clock = new MovableClock();
        frontEnd = new EVoucherFrontEnd(clock);
        int port = await(frontEnd.start(vertx));
        AdapterSpec spec = AdapterSpec.of("credentials", "credential-nhsa", AdapterSpec.WHOLE_PROCESS)
                .withSettings(Body.builder()
                        .put("frontEndUrl", "http://127.0.0.1:" + port + EVoucherFrontEnd.PATH)
                        .build())
                .withAllowedHosts("127.0.0.1:" + port);
        services = HostServices.open(vertx, spec);
        reader = create(spec.settings());
    }

    @AfterEach
    void close() {
        await(services.close());
        await(frontEnd.stop());
        await(vertx.close());
    }

    private CredentialReader create(Body settings) {
        return await(
                new NhsaCredentialFactory().create(new AdapterConfig("credentials", "100000", settings), services));
    }

    private Outcome<Credential> read(String text) {
        return await(reader.read(scan(text), context()));
    }

    private Credential succeeded(String text) {
        Outcome<Credential> outcome = read(text);
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Credential>) outcome).answer();
    }

    private void assertRejected(String text, String code) {
        assertThat(reader.recognises(scan(text))).isTrue();
        assertThat(read(text)).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
            assertThat(rejected.code()).isEqualTo(code);
            assertThat(rejected.message())
                    .matches("[^A-Za-z]*(PSAM)?[^A-Za-z]*")
                    .contains("请");
        });
    }

    @Test
    void should_say_who_and_where_from_when_a_card_is_read() {
        assertThat(succeeded(CARD))
                .isEqualTo(new Credential(
                        Credential.Kind.SOCIAL_SECURITY_CARD,
                        "03",
                        "X00000019",
                        "639900D15600000500BF7C7A48FB4966",
                        "111111198101011110",
                        "张三",
                        "639900"));
    }

    @Test
    void should_be_the_same_when_the_card_text_has_no_last_bar() {
        assertThat(succeeded(CARD.substring(0, CARD.length() - 1))).isEqualTo(succeeded(CARD));
    }

    @Test
    void should_be_rejected_when_a_card_text_is_wrong() {
        assertRejected(CARD.replace("639900|", "430100|"), "CARD_ISSUER");
        assertRejected(CARD.replace("111111198101011110", "111111198101011111"), "CARD_CERTNO");
        assertRejected(CARD.replace("D156000005", "D156000006"), "CARD_FORMAT");
        assertRejected(CARD + "一|", "CARD_FORMAT");
        assertRejected("639900|", "CARD_FORMAT");
        assertRejected(CARD_WITHOUT_PSAM, "CARD_NUMBER");
    }

    @Test
    void should_be_the_number_alone_when_an_identity_number_is_typed() {
        Credential credential = succeeded(" 11010519491231002x\r\n");
        assertThat(credential)
                .isEqualTo(new Credential(
                        Credential.Kind.ID_NUMBER, "02", "11010519491231002X", null, "11010519491231002X", null, null));
        assertThat(succeeded("110105491231002")).isEqualTo(credential);
        assertRejected("321102198001010010", "ID_NUMBER");
    }

    @ParameterizedTest
    @CsvSource({
        "134567890123456789, 微信",
        "110105194912310021, 身份证号校验不通过",
        "281234567890123456, 支付宝",
        "6221234567890123456, 银联"
    })
    void should_say_what_to_show_instead_when_it_is_a_payment_code(String text, String hint) {
        assertRejected(text, "PAYMENT_CODE");
        assertThat(((Outcome.Rejected<Credential>) read(text)).message()).contains(hint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/p/1", "12345", ""})
    void should_not_be_recognised_when_it_is_nothing_of_ours(String text) {
        assertThat(reader.recognises(scan(text))).isFalse();
        assertThat(read(text)).isInstanceOf(Outcome.Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void should_carry_token_and_home_when_an_e_voucher_is_scanned(boolean dataAsText) {
        frontEnd.dataAsText(dataAsText);
        Credential credential = succeeded(frontEnd.issue(HOLDER));
        assertThat(credential.kind()).isEqualTo(Credential.Kind.E_VOUCHER);
        assertThat(credential.mdtrtCertType()).isEqualTo("01");
        assertThat(credential.certno()).isEqualTo(HOLDER.idNo());
        assertThat(credential.name()).isEqualTo(HOLDER.userName());
        assertThat(credential.homeArea()).isEqualTo(HOLDER.insuOrg());
        assertThat(frontEnd.redeem(credential.mdtrtCertNo())).contains(HOLDER);
        assertThat(frontEnd.redeem(credential.mdtrtCertNo()))
                .as("a token serves once")
                .isEmpty();
    }

    @Test
    void should_be_rejected_when_a_code_is_shown_twice_or_too_late() {
        String code = frontEnd.issue(HOLDER);
        succeeded(code);
        assertRejected(code, "E_VOUCHER_REFUSED");

        String late = frontEnd.issue(HOLDER);
        clock.move(EVoucherFrontEnd.QR_LIFE.plusSeconds(1));
        assertRejected(late, "E_VOUCHER_REFUSED");
    }

    @ParameterizedTest
    @CsvSource({"HTTP_500, http_500", "BROKEN, answer_unreadable", "NO_TOKEN, answer.ecToken", "HANG, timeout_read"})
    void should_be_unknown_when_the_front_end_fails(VoucherFault fault, String cause) {
        frontEnd.failNext(fault);
        long millis = fault == VoucherFault.HANG ? 500 : 10_000;
        assertThat(await(reader.read(scan(frontEnd.issue(HOLDER)), context(millis))))
                .isEqualTo(Outcome.unknown(cause));
    }

    @Test
    void should_be_unknown_when_the_front_end_gives_a_number_that_does_not_check() {
        assertThat(read(frontEnd.issue(new Holder("测试乙", "111111198101011111", "320115"))))
                .isEqualTo(Outcome.unknown("answer.idNo"));
    }

    @Test
    void should_ask_for_another_credential_when_no_front_end_is_configured() {
        reader = create(Body.EMPTY);
        assertRejected(frontEnd.issue(HOLDER), "E_VOUCHER_NOT_CONFIGURED");
        assertThat(succeeded(CARD).homeArea()).isEqualTo("639900");
    }

    private static final class MovableClock extends Clock {
        private volatile Instant now = Instant.now();

        void move(Duration by) {
            now = now.plus(by);
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return Clock.fixed(now, zone);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
