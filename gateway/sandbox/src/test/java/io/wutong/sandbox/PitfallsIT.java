package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.wutong.host.PluginHost;
import io.wutong.host.PluginHostConfig;
import io.wutong.simulator.alipay.AlipaySimulator;
import io.wutong.simulator.unionpay.UnionPaySimulator;
import io.wutong.simulator.wechat.WeChatPaySimulator;
import io.wutong.spi.Acknowledgement;
import io.wutong.spi.BillSink;
import io.wutong.spi.CallContext;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RawNotification;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import io.wutong.spi.VisitMemory;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The 42 pitfalls of payment channels by their numbers, against the three plugins as jars. What the whole gateway is
 * needed for, or a plugin's inside, is shown by another test: {@link #ELSEWHERE} names it, and looks whether it is there.
 */
class PitfallsIT {

    private static final String PLUGINS = "plugins/";
    private static final String CONTRACT = PLUGINS + "plugin-testkit/src/main/java/io/wutong/testkit/";
    private static final String SANDBOX = "gateway/sandbox/src/test/java/io/wutong/sandbox/";
    private static final String SERVER = "gateway/server/src/test/java/io/wutong/app/";
    private static final String WECHAT = PLUGINS + "channel-wechatpay/src/test/java/io/wutong/channel/wechatpay/";
    private static final String ALIPAY = PLUGINS + "channel-alipay/src/test/java/io/wutong/channel/alipay/";
    private static final String UNION_PAY = PLUGINS + "channel-unionpay/src/test/java/io/wutong/channel/unionpay/";
    private static final String SUPPORT = PLUGINS + "plugin-support/src/test/java/io/wutong/support/";

    private static final String CONFIGURED =
            SERVER + "config/ConfigFileTest#should_name_line_key_value_and_expectation_when_something_is_wrong";

    private static final Map<Integer, String> ELSEWHERE = Map.ofEntries(
            Map.entry(
                    3,
                    CONTRACT + "PaymentChannelContract#should_verify_a_callback_and_refuse_it_when_anything_differs"),
            Map.entry(7, PLUGINS + "plugin-api/src/test/java/io/wutong/spi/FenTest#should_parse_exactly"),
            Map.entry(
                    8,
                    SANDBOX + "PaymentFaultsIT#should_complete_by_asking_when_notifications_are_lost_or_never_right"),
            Map.entry(
                    10, SANDBOX + "PaymentFaultsIT#should_be_paid_when_the_notification_is_faster_than_our_own_answer"),
            Map.entry(
                    12,
                    SANDBOX + "PaymentFaultsIT#should_go_back_by_itself_with_an_alarm_when_paid_after_it_was_closed"),
            Map.entry(
                    13,
                    SANDBOX + "PaymentFaultsIT#should_book_once_when_notifications_are_repeated_or_come_right_at_last"),
            Map.entry(
                    15,
                    SANDBOX + "PaymentFaultsIT#should_complete_by_asking_when_notifications_are_lost_or_never_right"),
            Map.entry(18, SANDBOX + "ChannelsIT#should_undo_what_was_scanned_when_the_clerk_closes_it"),
            Map.entry(21, SANDBOX + "RefundsIT#should_never_give_back_more_than_was_paid_when_many_ask_at_once"),
            Map.entry(22, WECHAT + "WeChatPayCodeTest#should_refuse_xml_that_is_not_flat_and_plain"),
            Map.entry(
                    25,
                    WECHAT + "WeChatPayCertificatesTest#should_take_old_and_new_when_the_certificate_changes " + SERVER
                            + "CertificateWatchTest#should_warn_once_at_each_limit_and_say_when_it_has_ended " + WECHAT
                            + "WeChatPayTriangleTest#should_try_the_new_key_and_then_the_former_for_a_time_when_the_key_was_changed"),
            Map.entry(27, ALIPAY + "AlipayTriangleTest#should_be_accepted_by_the_sdk_when_the_simulator_notifies"),
            Map.entry(28, WECHAT + "WeChatPayCodeTest#should_reverse_over_mutual_tls_after_fifteen_seconds"),
            Map.entry(32, SUPPORT + "UnpackTest#should_give_the_lines_of_the_wanted_files_and_count_all_of_them"),
            Map.entry(31, SERVER + "cli/CompareCommandTest#should_be_no_formula_when_a_name_begins_like_one"),
            Map.entry(33, ALIPAY + "AlipayBillTest#should_give_every_payment_and_refund_when_the_day_is_over"),
            Map.entry(34, WECHAT + "MessagesTest#should_always_be_these_bytes_when_it_is_this_order"),
            Map.entry(35, CONTRACT + "PluginContract#should_not_hold_its_event_loop_when_called"),
            Map.entry(37, CONTRACT + "PluginContract#should_leave_nothing_when_loaded_and_unloaded_again_and_again"),
            Map.entry(38, WECHAT + "WeChatPayMedicalTest#should_tell_wechat_when_the_insurer_has_taken_its_part_back"),
            Map.entry(
                    39,
                    UNION_PAY + "UnionPayContractTest#should_not_start_when_a_setting_is_missing_or_a_key_is_none "
                            + CONFIGURED),
            Map.entry(
                    40,
                    SANDBOX + "PaymentFaultsIT#should_complete_by_asking_when_notifications_are_lost_or_never_right"));

    /** What no test shows, and why. */
    private static final Map<Integer, String> NONE = Map.of(
            24, "constant time is how MessageDigest.isEqual is written, not something to measure here",
            42, "no address is trusted for being one: there is no list");

    private static final Map<String, List<RawNotification>> TOLD = new ConcurrentHashMap<>();
    private static final Set<String> PROVIDERS = providers();
    private static Vertx vertx;
    private static Counterparts counterparts;
    private static WeChatPaySimulator weChat;
    private static AlipaySimulator alipay;
    private static UnionPaySimulator unionPay;
    private static PluginHost host;
    private static HttpServer callbacks;
    private static int numbers;
    private String orderNo;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        counterparts = await(Counterparts.start(vertx));
        weChat = counterparts.weChat();
        alipay = counterparts.alipay();
        unionPay = counterparts.unionPay();
        Path plugins = Path.of(System.getProperty("wutong.plugins", "target/plugins"));
        host = new PluginHost(
                vertx,
                PluginHostConfig.ofFolder(
                        plugins,
                        List.of(
                                counterparts.weChatPay(),
                                counterparts.alipayAdapter(),
                                counterparts.unionPayAdapter())));
        await(host.start());
        callbacks = await(vertx.createHttpServer()
                .requestHandler(request -> {
                    Map<String, String> headers = new TreeMap<>();
                    request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
                    request.body().onSuccess(body -> {
                        told(request.path()).add(new RawNotification(headers, body));
                        Acknowledgement received =
                                channel(request.path().split("/")[1]).acknowledge(true);
                        request.response().setStatusCode(received.status()).end(received.body());
                    });
                })
                .listen(0, "127.0.0.1"));
    }

    @AfterAll
    static void close() {
        await(host.close());
        await(callbacks.close());
        await(counterparts.stop());
        await(vertx.close());
    }

    @BeforeEach
    void number() {
        orderNo = "PIT2026112200%04d".formatted(++numbers);
    }

    // ------------------------------------------------------------ notifications

    @Test
    @DisplayName("1 replay")
    void should_refuse_when_a_notification_is_too_old() {
        weChat.failNextNotification(io.wutong.simulator.wechat.NotificationFault.STALE);
        alipay.failNextNotification(io.wutong.simulator.alipay.NotificationFault.STALE);
        assertThat(cause(verify(paid("wechatpay")))).isEqualTo("signature.age");
        assertThat(cause(verify(paid("alipay")))).isEqualTo("signature.age");
    }

    @Test
    @DisplayName("2 the raw body")
    void should_refuse_when_a_byte_is_added() {
        for (String name : List.of("wechatpay", "alipay", "unionpay")) {
            Told told = paid(name);
            assertThat(verify(told)).as(name).isInstanceOf(Outcome.Succeeded.class);
            for (String more : List.of(" ", "&", "&x=1")) {
                RawNotification changed = new RawNotification(
                        told.raw().headers(), told.raw().body().copy().appendString(more));
                assertThat(verify(new Told(name, told.order(), changed)))
                        .as(name + more)
                        .isInstanceOf(Outcome.Rejected.class);
            }
        }
    }

    @Test
    @DisplayName("4 a signature that is no Base64")
    void should_refuse_when_wechat_probes_with_a_test_signature() {
        weChat.failNextNotification(io.wutong.simulator.wechat.NotificationFault.SIGNTEST);
        assertThat(cause(verify(paid("wechatpay")))).isEqualTo("signature.wrong");
        assertThat(channel("wechatpay").acknowledge(false).status()).isGreaterThanOrEqualTo(400);
    }

    @Test
    @DisplayName("5 the algorithm is not the message's choice")
    void should_refuse_when_a_message_names_another_algorithm() {
        alipay.failNextNotification(io.wutong.simulator.alipay.NotificationFault.OTHER_ALGORITHM);
        unionPay.failNextNotification(io.wutong.simulator.unionpay.NotificationFault.HASHED_WITH_NOTHING);
        assertThat(verify(paid("alipay"))).isInstanceOf(Outcome.Rejected.class);
        assertThat(cause(verify(paid("unionpay")))).isEqualTo("signature.algorithm");
    }

    @Test
    @DisplayName("6 the name on the certificate")
    void should_refuse_when_a_merchant_of_the_same_authority_signs() {
        unionPay.failNextNotification(io.wutong.simulator.unionpay.NotificationFault.SIGNED_BY_A_MERCHANT);
        assertThat(cause(verify(paid("unionpay")))).isEqualTo("signature.name");
    }

    @Test
    @DisplayName("9 whose money")
    void should_refuse_when_merchant_seller_or_currency_is_another() {
        weChat.failNextNotification(io.wutong.simulator.wechat.NotificationFault.OTHER_MERCHANT);
        alipay.failNextNotification(io.wutong.simulator.alipay.NotificationFault.OTHER_SELLER);
        unionPay.failNextNotification(io.wutong.simulator.unionpay.NotificationFault.OTHER_CURRENCY);
        assertThat(cause(verify(paid("wechatpay")))).isEqualTo("answer.mchid");
        assertThat(cause(verify(paid("alipay")))).isEqualTo("answer.seller_id");
        assertThat(cause(verify(paid("unionpay")))).isEqualTo("answer.currencyCode");
    }

    @Test
    @DisplayName("11 Alipay's refund on the payment's address · 14 an event that is no success")
    void should_not_be_a_payment_and_have_an_id_of_its_own_when_a_refund_is_told() {
        Told told = paid("alipay");
        await(channel("alipay").refund(refund(told.order(), 1), context()));
        List<RawNotification> all = told("/alipay/" + told.order().orderNo());
        for (int tries = 0; all.size() < 2 && tries < 500; tries++) {
            await(vertx.timer(20));
        }
        PaymentEvent payment = succeeded(verify(told));
        PaymentEvent refund = succeeded(verify(new Told("alipay", told.order(), all.get(1))));
        assertThat(((PaymentEvent.Payment) refund).status().state()).isEqualTo(PaymentStatus.State.REFUNDING);
        assertThat(refund.eventId()).isNotEqualTo(payment.eventId());
    }

    @Test
    @DisplayName("23 a name that stands twice")
    void should_refuse_when_a_form_has_a_name_twice() {
        alipay.failNextNotification(io.wutong.simulator.alipay.NotificationFault.REPEATED_NAME);
        unionPay.failNextNotification(io.wutong.simulator.unionpay.NotificationFault.REPEATED_NAME);
        assertThat(cause(verify(paid("alipay")))).isEqualTo("form.duplicate");
        assertThat(cause(verify(paid("unionpay")))).isEqualTo("form.duplicate");
    }

    // ------------------------------------------------------------------ our calls

    @Test
    @DisplayName("16 unknown is no failure · 26 the signature of an answer")
    void should_be_unknown_when_an_answer_says_nothing_certain() {
        alipay.failNextAnswer(io.wutong.simulator.alipay.AnswerFault.BUSY_AFTER_EFFECT);
        assertThat(await(channel("alipay").pay(order("alipay"), context()))).isInstanceOf(Outcome.Unknown.class);
        weChat.failNextAnswer(io.wutong.simulator.wechat.AnswerFault.UNSIGNED);
        alipay.failNextAnswer(io.wutong.simulator.alipay.AnswerFault.UNSIGNED);
        unionPay.failNextAnswer(io.wutong.simulator.unionpay.AnswerFault.UNSIGNED);
        for (String name : List.of("wechatpay", "alipay", "unionpay")) {
            assertThat(await(channel(name).pay(order(name), context())))
                    .as(name)
                    .isEqualTo(Outcome.unknown("signature.missing"));
        }
    }

    @Test
    @DisplayName("17 the same number, the same parameters")
    void should_open_one_order_when_the_same_is_sent_again_and_none_when_it_differs() {
        for (String name : List.of("wechatpay", "alipay", "unionpay")) {
            PayOrder order = order(name);
            var first = succeeded(await(channel(name).pay(order, context())));
            assertThat(succeeded(await(channel(name).pay(order, context()))))
                    .as(name)
                    .isEqualTo(first);
            PayOrder other = new PayOrder(
                    order.orderNo(),
                    order.amountFen() + 1,
                    order.description(),
                    order.method(),
                    order.createdAt(),
                    order.expiresAt(),
                    order.notifyUrl(),
                    null);
            assertThat(await(channel(name).pay(other, context()))).as(name).isNotInstanceOf(Outcome.Succeeded.class);
        }
    }

    @Test
    @DisplayName("19 close or reverse · 36 what must not be written down")
    void should_never_close_what_was_scanned_nor_show_its_code() {
        String code = weChat.paymentCode(io.wutong.simulator.wechat.Telephone.PAYS);
        PayOrder scanned = order("wechatpay", PayOrder.Method.PATIENT_CODE, code);
        succeeded(await(channel("wechatpay").pay(scanned, context())));
        assertThat(await(channel("wechatpay").close(scanned, context()))).isInstanceOf(Outcome.Rejected.class);
        assertThat(await(channel("wechatpay").reverse(order("wechatpay"), context())))
                .isInstanceOf(Outcome.Rejected.class);
        assertThat(scanned.toString()).doesNotContain(code);
    }

    @Test
    @DisplayName("20 accepted is not refunded")
    void should_be_processing_when_no_money_has_moved() {
        weChat.refundsWait(true);
        alipay.refundsWait(true);
        unionPay.refundsWait(true);
        try {
            for (String name : List.of("wechatpay", "alipay", "unionpay")) {
                RefundOrder refund = refund(paid(name).order(), 1);
                assertThat(succeeded(await(channel(name).refund(refund, context())))
                                .state())
                        .as(name)
                        .isEqualTo(RefundStatus.State.PROCESSING);
            }
        } finally {
            weChat.refundsWait(false);
            alipay.refundsWait(false);
            unionPay.refundsWait(false);
        }
    }

    // ----------------------------------------------------------------------- bills

    @Test
    @DisplayName("29 where a bill may lie · 30 how much it may become")
    void should_give_nothing_when_a_bill_lies_elsewhere_or_grows_without_end() {
        weChat.billsEarly(true);
        alipay.billsEarly(true);
        paid("wechatpay");
        paid("alipay");
        paid("unionpay");
        weChat.failNextBill(io.wutong.simulator.wechat.BillFault.OTHER_HOST);
        alipay.failNextBill(io.wutong.simulator.alipay.BillFault.OTHER_HOST);
        assertThat(bill("wechatpay")).isEqualTo(Outcome.unknown("answer.download_url"));
        assertThat(bill("alipay")).isEqualTo(Outcome.unknown("answer.bill_download_url"));
        weChat.failNextBill(io.wutong.simulator.wechat.BillFault.BOMB);
        alipay.failNextBill(io.wutong.simulator.alipay.BillFault.BOMB);
        unionPay.failNextFile(io.wutong.simulator.unionpay.FileFault.BOMB);
        for (String name : List.of("wechatpay", "alipay", "unionpay")) {
            assertThat(bill(name)).as(name).isEqualTo(Outcome.unknown("bill.too_long"));
        }
    }

    private static Outcome<Long> bill(String name) {
        Instant day = Instant.now().plusSeconds(60L * channel(name).billLeadMinutes());
        return await(channel(name)
                .downloadBill(LocalDate.ofInstant(day, ZoneOffset.ofHours(8)), BillSink.each(line -> {}), context()));
    }

    @Test
    @DisplayName("41 nothing registered for the whole process")
    void should_leave_the_security_providers_as_they_were() {
        paid("wechatpay");
        paid("alipay");
        paid("unionpay");
        assertThat(providers()).isEqualTo(PROVIDERS);
    }

    // --------------------------------------------------------------------- the list

    @Test
    void should_have_every_pitfall_once() throws IOException {
        TreeSet<Integer> seen = new TreeSet<>(ELSEWHERE.keySet());
        seen.addAll(NONE.keySet());
        assertThat(seen).hasSize(ELSEWHERE.size() + NONE.size());
        for (Method method : PitfallsIT.class.getDeclaredMethods()) {
            DisplayName name = method.getAnnotation(DisplayName.class);
            if (name != null) {
                for (String part : name.value().split(" · ")) {
                    int number = Integer.parseInt(part.substring(0, part.indexOf(' ')));
                    assertThat(seen.add(number)).as(part).isTrue();
                }
            }
        }
        for (int number = 1; number <= 42; number++) {
            assertThat(seen).contains(number);
        }
        Path root = Path.of("../..");
        for (Map.Entry<Integer, String> other : ELSEWHERE.entrySet()) {
            for (String one : other.getValue().split(" ")) {
                String[] test = one.split("#");
                assertThat(Files.readString(root.resolve(test[0] + ".java")))
                        .as(other.getKey() + ": " + test[0])
                        .contains("void " + test[1]);
            }
        }
    }

    // ------------------------------------------------------------------------ shared

    private record Told(String channel, PayOrder order, RawNotification raw) {}

    private static PaymentChannel channel(String name) {
        return host.paymentChannel(name).orElseThrow().adapter();
    }

    private static List<RawNotification> told(String path) {
        return TOLD.computeIfAbsent(path, key -> new CopyOnWriteArrayList<>());
    }

    private PayOrder order(String name) {
        return order(name, PayOrder.Method.OUR_CODE, null);
    }

    private PayOrder order(String name, PayOrder.Method method, String payer) {
        Instant now = Instant.now();
        String no = orderNo + name.charAt(0) + ++numbers;
        String url = "http://127.0.0.1:" + callbacks.actualPort() + "/" + name + "/" + no;
        return new PayOrder(no, 1_000, "住院个人自付", method, now, now.plusSeconds(900), url, payer);
    }

    private static RefundOrder refund(PayOrder order, long fen) {
        return new RefundOrder("R" + order.orderNo(), order, fen, "结算撤销", order.notifyUrl(), Instant.now());
    }

    /** An order that was paid, and the first that was told of it. */
    private Told paid(String name) {
        PayOrder order = order(name);
        succeeded(await(channel(name).pay(order, context())));
        Future<Boolean> acknowledged = switch (name) {
            case "alipay" -> alipay.payByOrder(order.orderNo());
            case "unionpay" -> unionPay.payByOrder(order.orderNo());
            default -> weChat.payByOrder(order.orderNo());
        };
        await(acknowledged);
        return new Told(name, order, told("/" + name + "/" + order.orderNo()).get(0));
    }

    private static Outcome<PaymentEvent> verify(Told told) {
        return await(channel(told.channel()).verifyNotification(told.raw()));
    }

    private static String cause(Outcome<?> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected<?>) outcome).code();
    }

    private static <T> T succeeded(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<T>) outcome).answer();
    }

    private static CallContext context() {
        return new CallContext(
                "0".repeat(32), "PIT", "321102", "channel", 1, System.nanoTime() + 30_000_000_000L, VisitMemory.NONE);
    }

    private static Set<String> providers() {
        return new TreeSet<>(
                Arrays.stream(Security.getProviders()).map(Provider::getName).toList());
    }
}
