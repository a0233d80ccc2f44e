package io.wutong.region.ncms;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.wutong.host.AdapterSpec;
import io.wutong.simulator.ncms.RuralScheme;
import io.wutong.simulator.ncms.RuralScheme.Act;
import io.wutong.simulator.pool.Fault;
import io.wutong.simulator.pool.Split;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.spi.Request;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.StayContract;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A stay over the tables of a real database, and what can go wrong with it. */
class StayContractTest extends StayContract {

    private static final PgConnectOptions DATABASE = FrontServer.database();
    private static final Map<Effect, Act> ACTS =
            Map.of(Effect.ADMIT, Act.REGISTER, Effect.SETTLE, Act.SETTLE, Effect.CANCEL, Act.CANCEL);

    private RuralScheme scheme;

    @Override
    protected RegionAdapterFactory factory() {
        return new NcmsFactory();
    }

    /** Gives up before the scheme puts right what it was told to spoil. */
    @Override
    protected AdapterSpec spec(int port) {
        return Bench.spec(DATABASE, port, Bench.LATE_MILLIS * 2 / 3);
    }

    @Override
    protected NationalStay stay() {
        return Bench.stay();
    }

    /** Every act is found by numbers that follow from the message. */
    @Override
    protected boolean findsWithoutMemory() {
        return true;
    }

    @Override
    protected Legacy legacy(Clock clock) {
        scheme = Bench.scheme(DATABASE, clock);
        return new Legacy() {
            @Override
            public Future<Integer> start(Vertx vertx) {
                return scheme.start(vertx).map(DATABASE.getPort());
            }

            @Override
            public Future<Void> stop() {
                return scheme.stop();
            }

            @Override
            public void spoil(Effect effect, String fault) {
                scheme.misbehave(ACTS.get(effect), Fault.valueOf(fault));
            }

            @Override
            public int settledStays() {
                return scheme.pool().settledStays();
            }

            @Override
            public int openStays() {
                return scheme.pool().openStays();
            }

            @Override
            public Object books() {
                return List.of(scheme.pool().year(Bench.PERSON), scheme.pool().fundsFen());
            }
        };
    }

    private Map<String, Split> rows() {
        return scheme.pool().stays().get(0).rows;
    }

    private long rowsFen() {
        return rows().values().stream().mapToLong(Split::totalFen).sum();
    }

    @Test
    void should_keep_each_line_as_a_row_and_settle_on_the_split_when_lines_are_uploaded() {
        NationalStay stay = admitted();
        Body uploaded = answered(stay.wholeBill());
        assertThat(uploaded.bodies("result")).hasSize(2);
        assertThat(rows()).hasSize(2);
        Body settled = answered(stay.settle()).body("setlinfo");
        assertThat(rows()).as("no row stands for lines that are there").hasSize(2);
        assertThat(settled.fen("hifp_pay")).contains(9_100_000L);
        answered(stay.cancel(settled.textOr("setl_id", "")));
        answered(stay.removal("0000"));
        assertThat(rows()).isEmpty();
        answered(stay.ofVisit("2404", ""));
        assertThat(scheme.pool().openStays()).isZero();
    }

    @Test
    void should_write_a_line_once_and_again_only_when_it_was_taken_back() {
        NationalStay stay = admitted();
        answered(stay.trial());
        assertThat(rows()).as("rows stand for the sums").isNotEmpty();
        answered(stay.wholeBill());
        assertThat(rowsFen()).as("the lines alone").isEqualTo(14_100_000);
        answered(stay.removal("F0001"));
        answered(stay.removal("F0001"));
        assertThat(rowsFen()).isEqualTo(14_080_000);
        answered(stay.wholeBill());
        answered(stay.wholeBill());
        assertThat(rows()).hasSize(2);
        assertThat(rowsFen()).isEqualTo(14_100_000);
        Request many = stay.lines(IntStream.range(0, 230)
                .mapToObj(i -> new NationalStay.Line("G%04d".formatted(i), "XJ01", 100))
                .toArray(NationalStay.Line[]::new));
        answered(many);
        assertThat(rows()).hasSize(232);
        answered(stay.removal("0000"));
        assertThat(rows()).isEmpty();
    }

    @Test
    void should_take_part_of_a_line_back_when_a_line_below_zero_quotes_it() {
        NationalStay stay = admitted();
        answered(stay.wholeBill());
        answered(stay.request(
                "2301",
                "{\"feedetail\":[{\"feedetl_sn\":\"F0003\",\"init_feedetl_sn\":\"F0002\","
                        + "\"fee_ocur_time\":\"2025-01-03 09:00:00\",\"med_list_codg\":\"XJ01CRA040B001010103\","
                        + "\"medins_list_codg\":\"D-1\",\"pric\":100.00,\"cnt\":-3,"
                        + "\"det_item_fee_sumamt\":-300.00}]}",
                stay.empty()));
        assertThat(rowsFen()).isEqualTo(14_100_000 - 30_000);
    }

    @Test
    void should_find_out_about_the_lines_when_the_client_is_late_with_them() {
        NationalStay stay = admitted();
        scheme.misbehave(Act.UPLOAD, Fault.LOSE_ANSWER_AFTER_EFFECT);
        Request lines = stay.wholeBill();
        assertThat(call(lines)).isEqualTo(Outcome.unknown("row_taken"));
        assertThat(answer(query(lines)).bodies("result")).hasSize(2);
        assertThat(reverse(lines)).as("it may still come").isInstanceOf(Outcome.Unknown.class);
        clock.move(Duration.ofSeconds(31));
        assertThat(reverse(lines)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(reverse(lines)).isInstanceOf(Outcome.Succeeded.class);
        assertThat(rows()).isEmpty();
    }

    @Test
    void should_know_that_the_lines_did_not_arrive_when_the_client_gave_up_on_them() {
        NationalStay stay = admitted();
        scheme.misbehave(Act.UPLOAD, Fault.RESET_AFTER_READ);
        Request lines = stay.wholeBill();
        assertThat(call(lines)).isEqualTo(Outcome.unknown("row_taken"));
        clock.move(Duration.ofSeconds(31));
        assertThat(query(lines)).isInstanceOf(Outcome.Rejected.class);
        assertThat(rows()).isEmpty();
        answered(stay.wholeBill());
        assertThat(rowsFen()).isEqualTo(14_100_000);
    }
}
