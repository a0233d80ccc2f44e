package io.wutong.channel.unionpay;

import static io.wutong.channel.unionpay.Bench.await;
import static io.wutong.channel.unionpay.Bench.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.wutong.simulator.unionpay.FileFault;
import io.wutong.spi.BillLine;
import io.wutong.spi.BillSink;
import io.wutong.spi.Outcome;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settlement file of yesterday, when two patients had paid and one was refunded in part. */
class UnionPayFileTest {
    private static Bench bench;
    private static LocalDate day;

    @BeforeAll
    static void open() {
        bench = new Bench();
        // the day's middle in Beijing: the orders below and the bill's day cannot be parted by midnight
        Duration noon = Duration.ofHours(12)
                .minus(Duration.ofSeconds(LocalTime.now(ZoneOffset.ofHours(8)).toSecondOfDay()));
        shift(noon);
        day = LocalDate.now(ZoneOffset.ofHours(8));
        bench.paid("BILL00000001", 3_042_000);
        bench.paid("BILL00000002", 5);
        await(bench.channel.refund(bench.refund("RBILL0001", "BILL00000001", 1_001, 3_042_000), context()));
        shift(noon.plus(Duration.ofDays(1)));
    }

    private static void shift(Duration by) {
        bench.pluginClockShift.set(by);
        bench.simulatorClockShift.set(by);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void should_give_every_payment_and_refund_when_the_day_is_over() {
        List<BillLine> lines = new ArrayList<>();
        assertThat(await(bench.channel.downloadBill(day, BillSink.each(lines::add), context())))
                .isEqualTo(Outcome.succeeded(3L));
        assertThat(lines)
                .extracting(BillLine::orderNo, BillLine::refundNo, BillLine::amountFen)
                .containsExactlyInAnyOrder(
                        tuple("BILL00000001", null, 3_042_000L),
                        tuple("BILL00000001", "RBILL0001", 1_001L),
                        tuple("BILL00000002", null, 5L));
        assertThat(lines).allSatisfy(line -> assertThat(line.time()).matches("[0-9]{10}"));
    }

    @ParameterizedTest
    @CsvSource({"SHORT_LINE, bill.row", "OTHER_MERCHANT, bill.row", "BOMB, bill.too_long", "NO_DETAILS, bill.files"})
    void should_give_nothing_when_the_bill_does_not_hold(FileFault fault, String cause) {
        List<BillLine> lines = new ArrayList<>();
        bench.simulator.failNextFile(fault);
        assertThat(await(bench.channel.downloadBill(day, BillSink.each(lines::add), context())))
                .isEqualTo(Outcome.unknown(cause));
        assertThat(lines).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"MISSING_ROW, 2", "EXTRA_ROW, 4"})
    void should_leave_it_to_the_comparison_when_the_file_has_too_few_or_too_many_lines(FileFault fault, long lines) {
        bench.simulator.failNextFile(fault);
        assertThat(await(bench.channel.downloadBill(day, BillSink.each(line -> {}), context())))
                .as("no line of the file says how many there are")
                .isEqualTo(Outcome.succeeded(lines));
    }

    @Test
    void should_be_rejected_when_there_is_no_file() {
        assertThat(await(bench.channel.downloadBill(day.minusDays(1), BillSink.each(line -> {}), context())))
                .isInstanceOf(Outcome.Rejected.class);
    }
}
