package io.wutong.channel.wechatpay;

import static io.wutong.channel.wechatpay.Bench.await;
import static io.wutong.channel.wechatpay.Bench.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.wutong.simulator.wechat.BillFault;
import io.wutong.spi.BillLine;
import io.wutong.spi.BillSink;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
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

/** The bill of yesterday, when two patients had paid and one was refunded in part. */
class WeChatPayBillTest {
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
        pay("BILL00000001", 3_042_000);
        pay("BILL00000002", 5);
        await(bench.channel.refund(bench.refund("RBILL0001", "BILL00000001", 1_001, 3_042_000), context()));
        shift(noon.plus(Duration.ofDays(1)));
    }

    private static void pay(String orderNo, long fen) {
        PayOrder order = bench.order(orderNo, fen);
        PayOrder later = new PayOrder(
                order.orderNo(),
                order.amountFen(),
                order.description(),
                order.method(),
                order.createdAt(),
                order.expiresAt().plus(Duration.ofDays(2)),
                order.notifyUrl(),
                null);
        await(bench.channel.pay(later, context()));
        await(bench.simulator.payByOrder(orderNo));
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
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.channelTransactionId()).matches("(4200|5030)[0-9]{24}");
            assertThat(line.time()).startsWith(day.toString());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "MISSING_ROW, bill.sums",
        "EXTRA_ROW, bill.sums",
        "WRONG_SUM, bill.sums",
        "WRONG_HASH, bill.hash",
        "BOMB, bill.too_long",
        "OTHER_HOST, answer.download_url"
    })
    void should_give_nothing_when_the_bill_does_not_hold(BillFault fault, String cause) {
        List<BillLine> lines = new ArrayList<>();
        bench.simulator.failNextBill(fault);
        assertThat(await(bench.channel.downloadBill(day, BillSink.each(lines::add), context())))
                .isEqualTo(Outcome.unknown(cause));
        assertThat(lines).isEmpty();
    }

    @Test
    void should_be_empty_when_nothing_happened_and_rejected_when_the_day_is_not_over() {
        assertThat(await(bench.channel.downloadBill(day.minusDays(1), BillSink.each(line -> {}), context())))
                .isEqualTo(Outcome.succeeded(0L));
        assertThat(await(bench.channel.downloadBill(day.plusDays(1), BillSink.each(line -> {}), context())))
                .isInstanceOf(Outcome.Rejected.class);
    }
}
