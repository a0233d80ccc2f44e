package io.wutong.channel.wechatpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.channel.wechatpay.Refusal.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RefusalTest {

    @ParameterizedTest
    @CsvSource({
        "PAY, 400, ORDER_CLOSED, rejected, rejected",
        "PAY, 400, PARAM_ERROR, rejected, rejected",
        "PAY, 400, ORDERPAID, pending, pending",
        "PAY, 403, OUT_TRADE_NO_USED, pending, pending",
        "PAY, 401, SIGN_ERROR, rejected, unknown",
        "PAY, 403, NO_AUTH, rejected, unknown",
        "QUERY, 404, ORDER_NOT_EXIST, rejected, rejected",
        "QUERY, 404, ORDERNOTEXIST, rejected, rejected",
        "QUERY, 401, SIGN_ERROR, unknown, unknown",
        "QUERY, 400, PARAM_ERROR, unknown, unknown",
        "CLOSE, 400, ORDER_PAID, rejected, rejected",
        "CLOSE, 401, SIGN_ERROR, unknown, unknown",
        "REFUND, 403, NOT_ENOUGH, rejected, rejected",
        "REFUND, 400, INVALID_REQUEST, rejected, rejected",
        "REFUND, 401, SIGN_ERROR, rejected, unknown",
        "QUERY_REFUND, 404, RESOURCE_NOT_EXISTS, rejected, rejected",
        "QUERY_REFUND, 403, NO_AUTH, unknown, unknown"
    })
    void should_mean_this_when_it_comes_first_and_when_it_comes_later(
            Operation operation, int status, String code, String first, String later) {
        assertThat(Refusal.of(status, code).outcome(operation, 1).label()).isEqualTo(first);
        assertThat(Refusal.of(status, code).outcome(operation, 2).label()).isEqualTo(later);
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void should_never_be_final_when_the_server_failed_or_the_code_is_new(Operation operation) {
        assertThat(Refusal.of(500, "SYSTEM_ERROR").outcome(operation, 1).label())
                .isEqualTo("unknown");
        assertThat(Refusal.of(503, "PARAM_ERROR").outcome(operation, 1).label()).isEqualTo("unknown");
        assertThat(Refusal.of(400, "SOMETHING_NEW").outcome(operation, 1).label())
                .isEqualTo("unknown");
        assertThat(Refusal.of(429, "FREQUENCY_LIMITED").outcome(operation, 1).label())
                .isEqualTo("not_sent");
    }

    @Test
    void should_hold_no_text_of_wechats_when_a_clerk_reads_it() {
        assertThat(Refusal.of(400, "ORDER_CLOSED").outcome(Operation.PAY, 1).toString())
                .contains("订单已关闭");
    }
}
