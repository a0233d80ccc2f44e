package io.wutong.channel.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RefundOrder;
import io.wutong.support.BadAnswer;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {
    private static final Messages MESSAGES = new Messages("1900000001", "wx1");

    @Test
    void should_always_be_these_bytes_when_it_is_this_order() {
        PayOrder order = new PayOrder(
                "W20261122000001",
                3_042_000,
                "住院个人自付",
                PayOrder.Method.OUR_CODE,
                Instant.parse("2026-11-22T17:15:00.987Z"),
                Instant.parse("2026-11-22T17:30:00.987Z"),
                "https://pay.example.org/callbacks/wechat/a",
                null);
        assertThat(Json.writeText(MESSAGES.nativeOrder(order)))
                .isEqualTo("{\"appid\":\"wx1\",\"mchid\":\"1900000001\",\"description\":\"住院个人自付\","
                        + "\"out_trade_no\":\"W20261122000001\",\"time_expire\":\"2026-11-23T01:30:00+08:00\","
                        + "\"notify_url\":\"https://pay.example.org/callbacks/wechat/a\","
                        + "\"amount\":{\"total\":3042000,\"currency\":\"CNY\"}}");
    }

    @Test
    void should_always_be_these_bytes_when_it_is_this_refund() {
        Instant at = Instant.parse("2026-11-22T17:30:00Z");
        PayOrder order = new PayOrder("W1", 3_042_000, "d", PayOrder.Method.OUR_CODE, at, at, "https://e.org/n", null);
        assertThat(Json.writeText(MESSAGES.refund(new RefundOrder("R1", order, 1, "结算撤销", "https://e.org/n", at))))
                .isEqualTo("{\"out_trade_no\":\"W1\",\"out_refund_no\":\"R1\",\"reason\":\"结算撤销\","
                        + "\"notify_url\":\"https://e.org/n\","
                        + "\"amount\":{\"refund\":1,\"total\":3042000,\"currency\":\"CNY\"}}");
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCESS, PAID",
        "REFUND, REFUNDING",
        "NOTPAY, UNPAID",
        "USERPAYING, PAYING",
        "CLOSED, CLOSED",
        "REVOKED, CLOSED",
        "PAYERROR, FAILED"
    })
    void should_read_the_state_when_wechat_names_it(String tradeState, PaymentStatus.State state) {
        assertThat(MESSAGES.transaction(transaction(tradeState, "7", "CNY")).state())
                .isEqualTo(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.0", "7e0", "-7", "\"7\"", "9999999999999999", "null"})
    void should_not_be_an_amount_when_it_is_no_whole_number_of_fen(String total) {
        assertThatThrownBy(() -> MESSAGES.transaction(transaction("SUCCESS", total, "CNY")))
                .isInstanceOf(BadAnswer.class)
                .hasMessage("answer.amount.total");
    }

    @Test
    void should_not_be_paid_when_state_or_currency_are_not_known() {
        assertThatThrownBy(() -> MESSAGES.transaction(transaction("PAID", "7", "CNY")))
                .hasMessage("answer.trade_state");
        assertThatThrownBy(() -> MESSAGES.transaction(transaction("SUCCESS", "7", "USD")))
                .hasMessage("answer.currency");
    }

    private static Body transaction(String state, String total, String currency) {
        return Json.read(
                "{\"appid\":\"wx1\",\"mchid\":\"1900000001\",\"out_trade_no\":\"W1\",\"transaction_id\":\"42\","
                        + "\"success_time\":\"2026-11-22T10:00:00+08:00\",\"trade_state\":\"" + state
                        + "\",\"amount\":{\"total\":" + total + ",\"currency\":\"" + currency + "\"}}");
    }
}
