package io.wutong.host;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.wutong.spi.Secret;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskingLoggerTest {
    private final AtomicLong now = new AtomicLong();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final MaskingLogger log = logger(3);

    /** Numbers with a made-up area and date; none belongs to a person. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "certno=990102190001010019,x          | certno=990102************,x",
                "身份证99010219000101001X持有            | 身份证990102************持有",
                "ID990102190001010019                 | ID990102************",
                "old 990102000101001 card             | old 990102************ card",
                "卡号 6217000000000000000 挂失            | 卡号 **************** 挂失",
                "430100^A00000001^x                   | 430100^*********^x",
                "tel:13800000000.                     | tel:138********.",
                "msgid H43010200001202601010101010001 | msgid H43010200001202601010101010001",
                "fee 140800.00 area 430102            | fee 140800.00 area 430102",
                "password is correct-horse, sir       | password is ***, sir"
            })
    void should_mask_numbers_of_persons_and_secrets_and_nothing_else(String text, String masked) {
        log.warn("{}", text);
        assertThat(texts()).containsExactly(masked);
    }

    @Test
    void should_mask_exceptions_and_keep_their_stack_when_logged() {
        log.error("failed", new IllegalStateException("for 990102190001010019", new RuntimeException("13800000000")));
        String trace = ThrowableProxyUtil.asString(lines.list.get(0).getThrowableProxy());
        assertThat(trace)
                .contains("java.lang.IllegalStateException: for 990102************")
                .contains("138********")
                .contains("should_mask_exceptions_and_keep_their_stack_when_logged")
                .doesNotContain("990102190001010019")
                .doesNotContain("13800000000");
    }

    @Test
    void should_drop_and_count_what_comes_too_fast() {
        for (int i = 0; i < 10; i++) {
            log.info("line {}", i);
        }
        assertThat(texts()).containsExactly("line 0", "line 1", "line 2");
        now.addAndGet(1_000_000_000L);
        log.info("later");
        assertThat(texts()).endsWith("later (7 lines dropped before this one)");
    }

    @Test
    void should_mask_the_fluent_form_too() {
        log.atInfo().addKeyValue("certno", "990102190001010019").log("read {}", "13800000000");
        assertThat(texts().toString()).doesNotContain("990102190001010019").doesNotContain("13800000000");
    }

    private List<String> texts() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private MaskingLogger logger(int linesPerSecond) {
        ch.qos.logback.classic.Logger target = new LoggerContext().getLogger("t");
        target.setLevel(Level.INFO);
        target.addAppender(lines);
        lines.start();
        return new MaskingLogger(
                target, new Masker(List.of(Secret.of("correct-horse"), Secret.of("sir"))), linesPerSecond, now::get);
    }
}
