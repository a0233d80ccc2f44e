package io.wutong.region.nhsa;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.host.HostServices;
import io.wutong.simulator.national.NationalPlatform;
import io.wutong.simulator.pool.Fault;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Outcome;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.testkit.Calls;
import io.wutong.testkit.MemoryVisitMemory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.TestClock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A day's rows with the region: totals, and where they differ the files of 9101 and 9102. */
class StatementsContractTest {

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock(Instant.parse("2025-01-08T02:00:05Z"), ZoneId.of("UTC"));
    private final MemoryVisitMemory memory = new MemoryVisitMemory();
    private final NationalPlatform platform = Bench.platform(Bench.Way.SINGLE, clock);
    private final NationalStay stay = Bench.stay();
    private final Care bill = stay.care(5_000, 0, 8_750, 86_250, "2025-01-08 10:00:00");
    private HostServices services;
    private AdapterSpec spec;
    private RegionAdapter adapter;

    @BeforeEach
    void open() {
        spec = Bench.spec(Bench.Way.SINGLE, Calls.await(platform.start(vertx)));
        services = new HostServices(vertx, spec, StatementsContractTest.class.getClassLoader(), clock);
        serve(spec.settings());
    }

    private void serve(Body settings) {
        adapter =
                Calls.await(new NhsaFactory().create(new AdapterConfig(spec.name(), spec.area(), settings), services));
    }

    @AfterEach
    void close() {
        Calls.await(services.close());
        Calls.await(platform.stop());
        Calls.await(vertx.close());
    }

    private Outcome<Body> call(Request request) {
        return Calls.await(adapter.call(request, Calls.context(20_000, memory)));
    }

    private static Body answer(Outcome<Body> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Body>) outcome).answer();
    }

    private DayRow row(Body setlinfo, long moreFen) {
        return new DayRow(
                setlinfo.textOr("setl_id", ""),
                "",
                stay.psnNo(),
                "321102",
                "220102",
                "H32110200001",
                setlinfo.fen("medfee_sumamt").orElseThrow() + moreFen,
                setlinfo.fen("fund_pay_sumamt").orElseThrow(),
                setlinfo.textOr("setl_time", ""),
                memory.text());
    }

    private Outcome<List<DayDifference>> compare(DayRow... rows) {
        return Calls.await(adapter.compareDay(
                LocalDate.of(2025, 1, 8), List.of(rows), Calls.context(20_000, new MemoryVisitMemory())));
    }

    private static List<String> texts(Outcome<List<DayDifference>> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<List<DayDifference>>) outcome)
                .answer().stream()
                        .map(difference -> difference.setlId() + " " + difference.text())
                        .toList();
    }

    private Body settled() {
        answer(call(stay.admission()));
        return answer(call(stay.settlement("2304", bill, "0"))).body("setlinfo");
    }

    @Test
    void should_ask_for_the_totals_alone_when_they_agree() {
        Body settled = settled();
        assertThat(texts(compare(row(settled, 0)))).isEmpty();
        assertThat(platform.calls()).contains("3201").doesNotContain("9101", "3202", "9102");
    }

    @Test
    void should_name_each_row_that_differs_when_the_totals_do() {
        Body settled = settled();
        String setlId = settled.textOr("setl_id", "");
        assertThat(texts(compare(row(settled, 100))))
                .containsExactly(setlId + " 双方金额不一致（参保地总费用1000.00、基金" + settled.textOr("fund_pay_sumamt", "") + "）");
        assertThat(platform.calls()).containsSubsequence("3201", "9101", "3202", "9102");

        Body again = answer(call(stay.ofVisit("2305", setlId))).body("setlinfo");
        assertThat(texts(compare(row(settled, 0))))
                .as("a cancellation that we do not know")
                .singleElement()
                .asString()
                .startsWith(" 参保地有而本方没有：" + again.textOr("setl_id", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3201", "9101", "3202", "9102"})
    void should_not_know_the_day_when_an_answer_fails(String infno) {
        Body settled = settled();
        platform.misbehave(infno, Fault.HTTP_500);
        assertThat(compare(row(settled, 100))).isEqualTo(Outcome.unknown("http_500"));
        assertThat(texts(compare(row(settled, 100)))).as("asked again").hasSize(1);
    }
}
