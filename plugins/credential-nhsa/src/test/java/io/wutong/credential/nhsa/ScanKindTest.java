package io.wutong.credential.nhsa;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanKindTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 22);
    private static final Pattern E_VOUCHER = Pattern.compile("(?:424|ano)[0-9A-Za-z]{25}");

    @ParameterizedTest
    @CsvSource({
        "a|b, CARD",
        "11010519491231002X, ID_NUMBER",
        "111111198101011110, ID_NUMBER",
        "110105491231002, ID_NUMBER",
        "134567890123456789, WECHAT_CODE",
        "281234567890123456, ALIPAY_CODE",
        "301234567890123456789012, ALIPAY_CODE",
        "6221234567890123456, UNION_PAY_CODE",
        "622123198506150013, ID_NUMBER",
        "321102198001010010, ID_NUMBER",
        "4240123456789abcdefghijABCDE, E_VOUCHER",
        "ano0123456789012345678901234, E_VOUCHER",
        "https://example.org/p/1, UNKNOWN",
        "'', UNKNOWN"
    })
    void should_tell_what_it_is_when_a_text_is_scanned(String text, ScanKind kind) {
        assertThat(ScanKind.of(text, E_VOUCHER, TODAY)).isEqualTo(kind);
    }

    @Test
    void should_seldom_take_a_wechat_code_for_an_identity_number_when_codes_are_random() {
        Random random = new Random(20261122);
        int mistaken = 0;
        for (int i = 0; i < 200_000; i++) {
            String code = "1" + random.nextInt(6) + "%016d".formatted(random.nextLong(10_000_000_000_000_000L));
            mistaken += ScanKind.of(code, E_VOUCHER, TODAY) == ScanKind.WECHAT_CODE ? 0 : 1;
        }
        assertThat(mistaken).isLessThan(30);
    }

    @Test
    void should_always_be_an_identity_number_when_it_is_a_valid_one_of_any_province() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            LocalDate born = LocalDate.of(1920, 1, 1).plusDays(random.nextInt(38_000));
            String body = "%06d%s%03d"
                    .formatted(
                            110000 + random.nextInt(550_000), born.toString().replace("-", ""), random.nextInt(1_000));
            assertThat(ScanKind.of(body + IdNumber.check(body), E_VOUCHER, TODAY))
                    .isEqualTo(ScanKind.ID_NUMBER);
        }
    }
}
