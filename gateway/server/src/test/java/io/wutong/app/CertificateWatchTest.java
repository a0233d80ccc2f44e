package io.wutong.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.wutong.http.auth.TestIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Alarms 30, 7 and 1 days before a certificate ends, once each, on a clock that is moved. */
class CertificateWatchTest {

    private static final Logger LOG = (Logger) LoggerFactory.getLogger("io.wutong.certificates");

    @TempDir
    private static Path folder;

    private static TestIdentity identity;
    private static Instant end;

    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private List<CertificateWatch.Held> held = List.of();
    private Instant now = Instant.EPOCH;
    private final CertificateWatch watch = new CertificateWatch(() -> now, () -> held);

    @BeforeAll
    static void issue() {
        identity = TestIdentity.withNames(folder, "channel");
        end = identity.certificate().getNotAfter().toInstant();
    }

    @BeforeEach
    void listen() {
        said.start();
        LOG.addAppender(said);
    }

    @AfterEach
    void stop() {
        LOG.detachAppender(said);
    }

    private List<String> daysBefore(double days) {
        now = end.minus(Duration.ofMinutes(Math.round(days * 1_440)));
        said.list.clear();
        watch.look();
        return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void should_warn_once_at_each_limit_and_say_when_it_has_ended() {
        held = List.of(new CertificateWatch.Held(
                "unionpay", "sign-certificate", identity.certificatePem().toString(StandardCharsets.US_ASCII)));
        assertThat(daysBefore(31)).isEmpty();
        assertThat(daysBefore(29.5))
                .singleElement()
                .asString()
                .startsWith("unionpay 的证书 sign-certificate 将于")
                .contains("不足 30 天");
        assertThat(daysBefore(20)).isEmpty();
        assertThat(daysBefore(6.9)).singleElement().asString().contains("不足 7 天");
        assertThat(daysBefore(0.5)).singleElement().asString().contains("不足 1 天");
        assertThat(daysBefore(0.4)).isEmpty();
        assertThat(daysBefore(-1)).singleElement().asString().contains("已于").contains("到期");
        assertThat(said.list)
                .singleElement()
                .extracting(ILoggingEvent::getLevel)
                .isEqualTo(Level.ERROR);
        assertThat(daysBefore(-2)).isEmpty();
    }

    @Test
    void should_count_the_days_of_every_certificate_and_see_a_neighbours_too() {
        held = List.of(
                new CertificateWatch.Held(
                        "listener.peer",
                        "certificate",
                        identity.certificatePem().toString()),
                new CertificateWatch.Held("alipay", "app-key", identity.keyPem().toString()));
        watch.shown(identity.certificate());
        watch.shown(identity.certificate());
        now = end.minus(Duration.ofDays(10)).plusSeconds(1);
        assertThat(watch.look())
                .extracting(ending -> ending.owner() + " " + ending.name() + " " + ending.daysLeft())
                .containsExactly("listener.peer certificate 9", "peer CN=channel 9");
    }

    @Test
    void should_forget_a_neighbours_old_certificate_when_it_shows_a_longer_one() throws IOException {
        TestIdentity renewed = TestIdentity.withNames(Files.createDirectory(folder.resolve("renewed")), "channel");
        watch.shown(renewed.certificate());
        watch.shown(identity.certificate());
        Instant last = renewed.certificate().getNotAfter().toInstant();
        assertThat(watch.look())
                .singleElement()
                .extracting(CertificateWatch.Ending::end)
                .isEqualTo(last.isAfter(end) ? last : end);
    }

    @Test
    void should_say_that_a_file_cannot_be_read() {
        held = List.of(new CertificateWatch.Held("listener.admin", "certificate", CertificateWatch.UNREADABLE));
        assertThat(daysBefore(100)).singleElement().asString().contains("无法读取");
    }
}
