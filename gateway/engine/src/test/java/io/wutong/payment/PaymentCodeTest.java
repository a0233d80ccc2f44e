package io.wutong.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wutong.envelope.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentCodeTest {

    @ParameterizedTest
    @CsvSource({
        "100000000000000000, WECHAT",
        "159999999999999999, WECHAT",
        "2500000000000000, ALIPAY",
        "301234567890123456789012, ALIPAY",
        "6200000000000000, UNION_PAY",
        "62123456789012345678, UNION_PAY"
    })
    void should_know_the_wallet_by_its_digits(String code, PaymentCode wallet) {
        assertThat(PaymentCode.of(code)).isEqualTo(wallet);
    }

    @ParameterizedTest
    @CsvSource({
        "160000000000000000, PAY-CODE-001",
        "1300000000000000000, PAY-CODE-001",
        "240000000000000000, PAY-CODE-001",
        "310000000000000000, PAY-CODE-001",
        "2500000000000000000000000, PAY-CODE-001",
        "620000000000000, PAY-CODE-001",
        "hello, PAY-CODE-001",
        "ano0000000000000000000000000, PAY-CODE-002",
        "4240000000000000000000000000, PAY-CODE-002",
        "424000000000000000, PAY-CODE-001"
    })
    void should_refuse_what_is_no_payment_code_without_repeating_it(String code, String error) {
        assertThatThrownBy(() -> PaymentCode.of(code)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.fault().code()).isEqualTo(error);
            assertThat(refusal.getMessage()).doesNotContain(code);
        });
    }
}
