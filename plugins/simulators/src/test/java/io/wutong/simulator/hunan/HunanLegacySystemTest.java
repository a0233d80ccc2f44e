package io.wutong.simulator.hunan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.wutong.simulator.pool.Accumulators;
import io.wutong.simulator.pool.BenefitRule;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As strict as the real one: spoken to with texts written by hand. */
class HunanLegacySystemTest {

    private static final String PERSON = "430300000000001";
    private static final String ROW =
            "<ake003>0</ake003><ake005>D1</ake005><ake006>床位费</ake006><ake007>20250102</ake007>";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HunanLegacySystem legacy = HunanLegacySystem.builder("W00001", "invented", "W00001")
            .sessions(3_600, nanos::get)
            .person(new Insured(
                    PERSON,
                    "430381195501010012",
                    "参保人甲",
                    "1",
                    "19550101",
                    "310",
                    "430381",
                    "11",
                    false,
                    "",
                    10_000,
                    new BenefitRule(0, 5_000, 1_000_000, List.of(), 0)))
            .build();
    private int port;
    private String session = "";

    @BeforeEach
    void start() throws Exception {
        port = legacy.start(vertx).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        session = text(send("sys0001", "<userid>W00001</userid><password>invented</password>"), "session_id");
    }

    @AfterEach
    void stop() throws Exception {
        legacy.stop().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private String send(String function, String fields) throws Exception {
        String body = "<Program><function_id>" + function + "</function_id><session_id>" + session
                + "</session_id><akb020>W00001</akb020>" + fields + "</Program>";
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/call.action"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String text(String answer, String name) {
        int from = answer.indexOf("<" + name + ">");
        return from < 0 ? "" : answer.substring(from + name.length() + 2, answer.indexOf("</" + name + ">", from));
    }

    private String refusal(String function, String fields) throws Exception {
        String answer = send(function, fields);
        return text(answer, "return_code") + text(answer, "return_code_message");
    }

    private String admit() throws Exception {
        return "<aaz217>" + text(send("Remote_BIZC131204", admission()), "aaz217") + "</aaz217>";
    }

    private static String admission() {
        return "<aac001>" + PERSON + "</aac001><akc190>ZY1</akc190><aae030>20250101</aae030>"
                + "<aka130>12</aka130><bka006>120</bka006>";
    }

    private static String row(String sequence, String yuan, String more) {
        return "<row7>" + ROW + "<aaz213>" + sequence + "</aaz213><bka040>" + yuan + "</bka040><akc226>"
                + (yuan.startsWith("-") ? "-1" : "1") + "</akc226><aae019>" + yuan + "</aae019>" + more + "</row7>";
    }

    private static String settle(String visit) {
        return visit + "<bkm100>3</bkm100><aac001>" + PERSON + "</aac001><aae031>2025-01-08 10:00:00</aae031>"
                + "<akc252>0</akc252>";
    }

    @Test
    void should_say_expired_when_the_session_is_unknown_or_old() throws Exception {
        nanos.set(TimeUnit.SECONDS.toNanos(3_599));
        assertThat(refusal("Remote_BIZC131201", "<aac001>" + PERSON + "</aac001>"))
                .startsWith("1");
        nanos.set(TimeUnit.SECONDS.toNanos(3_600));
        assertThat(refusal("Remote_BIZC131201", "")).isEqualTo("-9会话已失效");
        session = "another";
        assertThat(refusal("Remote_BIZC131201", "")).isEqualTo("-9会话已失效");
        assertThat(refusal("sys0001", "<userid>W00001</userid><password>x</password>"))
                .isEqualTo("-1用户名或密码错误");
    }

    @Test
    void should_refuse_when_a_step_is_repeated_or_out_of_order() throws Exception {
        assertThat(refusal("Remote_BIZC131256", settle("<aaz217>no</aaz217>"))).isEqualTo("-1就医登记号不存在");
        String visit = admit();
        assertThat(refusal("Remote_BIZC131204", admission())).contains("已经办理过入院登记");
        assertThat(refusal("Remote_BIZC131256", settle(visit))).contains("没有费用明细");
        assertThat(refusal("Remote_BIZC131259", visit)).isEqualTo("-1该业务未结算");
        send("Remote_BIZC131252", visit + "<feeinfo>" + row("1", "100.00", "") + "</feeinfo>");
        assertThat(refusal("Remote_BIZC131256", settle(visit))).isEqualTo("1");
        assertThat(refusal("Remote_BIZC131256", settle(visit))).isEqualTo("-1该业务已结算");
        assertThat(refusal("Remote_BIZC131274", visit)).isEqualTo("-1该业务已结算");
        assertThat(refusal("Remote_BIZC131206", visit)).contains("存在费用或结算");
        assertThat(refusal("Remote_BIZC131259", visit)).isEqualTo("1");
        assertThat(refusal("Remote_BIZC131259", visit)).contains("已经办理过");
        assertThat(refusal("Remote_BIZC131274", visit)).isEqualTo("1");
        assertThat(refusal("Remote_BIZC131206", visit)).isEqualTo("1");
        assertThat(refusal("Remote_BIZC131206", visit)).contains("已经办理过");
    }

    @Test
    void should_save_all_rows_or_none_when_one_is_wrong() throws Exception {
        String visit = admit();
        String first = "<feeinfo>" + row("1", "100.00", "") + "</feeinfo>";
        assertThat(refusal("Remote_BIZC131252", visit + first)).isEqualTo("1");
        assertThat(refusal("Remote_BIZC131252", visit + first)).isEqualTo("1");
        assertThat(legacy.feesFen()).isEqualTo(10_000);
        for (String wrong : List.of(
                row("1", "99.00", ""),
                row("3", "1.005", ""),
                row("3", "-1.00", ""),
                row("3", "-100.01", "<bka062>1</bka062>"),
                row("123456789012345678901", "1.00", ""))) {
            String rows = "<feeinfo>" + row("2", "5.00", "") + wrong + "</feeinfo>";
            assertThat(refusal("Remote_BIZC131252", visit + rows)).startsWith("-1");
            assertThat(legacy.feesFen()).isEqualTo(10_000);
        }
        String refund = "<feeinfo>" + row("3", "-40.00", "<bka062>1</bka062>") + "</feeinfo>";
        assertThat(refusal("Remote_BIZC131252", visit + refund)).isEqualTo("1");
        assertThat(legacy.feesFen()).isEqualTo(6_000);
    }

    @Test
    void should_stand_where_it_stood_when_a_settlement_was_cancelled() throws Exception {
        String visit = admit();
        send("Remote_BIZC131252", visit + "<feeinfo>" + row("1", "300.00", "") + "</feeinfo>");
        final Accumulators before = legacy.accumulators(PERSON);
        String answer = send("Remote_BIZC131256", settle(visit).replace("<akc252>0</akc252>", "<akc252/>"));
        assertThat(answer).contains("<aaa157>001</aaa157>").contains("<aae019>150.00</aae019>");
        assertThat(legacy.fundPaidFen("001")).isEqualTo(15_000);
        assertThat(legacy.fundPaidFen("003")).isEqualTo(10_000);
        assertThat(legacy.fundPaidFen("999")).isEqualTo(5_000);
        assertThat(legacy.accumulators(PERSON).accountFen()).isZero();
        send("Remote_BIZC131259", visit);
        assertThat(legacy.accumulators(PERSON)).isEqualTo(before);
        assertThat(legacy.fundPaidFen("001") + legacy.fundPaidFen("003") + legacy.fundPaidFen("999"))
                .isZero();
    }

    @Test
    void should_refuse_when_the_stated_total_is_not_the_sum_of_the_rows() throws Exception {
        String visit = admit();
        send("Remote_BIZC131252", visit + "<feeinfo>" + row("1", "300.00", "") + "</feeinfo>");
        String stated = "<akc264>301.00</akc264><bka825>1.00</bka825><bka826>0.00</bka826><bka827>300.00</bka827>";
        assertThat(refusal("Remote_BIZC131255", visit + stated)).contains("与明细合计不符");
    }
}
