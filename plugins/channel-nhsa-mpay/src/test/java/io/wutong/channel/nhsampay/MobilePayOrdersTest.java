package io.wutong.channel.nhsampay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.AdapterSpec;
import io.wutong.host.HostServices;
import io.wutong.simulator.pool.Fault;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.Value;
import io.wutong.testkit.Calls;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders at a centre that calculates otherwise, fails half-way or is somebody else. */
class MobilePayOrdersTest {

    private static final String SERIAL = "U0000000002";

    private final Vertx vertx = Vertx.vertx();
    private final Bench bench = new Bench();
    private final InsuranceOrder order = Bench.order(SERIAL, Instant.now(), null);
    private HostServices services;
    private InsuranceOrders orders;

    @BeforeEach
    void open() {
        AdapterSpec spec = bench.spec(Calls.await(bench.centre.start(vertx)));
        services = new HostServices(vertx, spec, getClass().getClassLoader(), Clock.systemUTC());
        orders = Calls.await(new MobilePayFactory()
                        .create(new AdapterConfig(spec.name(), spec.area(), spec.settings()), services))
                .insuranceOrders()
                .orElseThrow();
    }

    @AfterEach
    void close() {
        Calls.await(bench.centre.stop());
        Calls.await(vertx.close());
    }

    @Test
    void should_take_the_bill_back_and_refuse_when_the_centre_calculates_otherwise() {
        bench.centre.pays(SERIAL, 110_00, 30_00);
        assertThat(Calls.await(orders.open(order, Calls.context())))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        refused -> assertThat(refused.message()).contains("重新预结算"));
        assertThat(bench.centre.state(SERIAL)).isEqualTo("12");
        assertThat(bench.centre.calls()).last().asString().endsWith("revoke_order");
    }

    @Test
    void should_show_no_other_amount_when_the_answer_that_said_it_was_lost() {
        bench.centre.pays(SERIAL, 110_00, 30_00);
        bench.centre.misbehave("/org/local/api/hos/pay_order", Fault.LOSE_ANSWER_AFTER_EFFECT);
        assertThat(Calls.await(orders.open(order, Calls.context()))).isInstanceOf(Outcome.Unknown.class);
        assertThat(Calls.await(orders.open(order, Calls.again()))).isInstanceOf(Outcome.Rejected.class);
        assertThat(bench.centre.state(SERIAL)).isEqualTo("12");
    }

    @Test
    void should_not_know_until_the_bill_is_back_when_that_answer_was_lost() {
        bench.centre.pays(SERIAL, 110_00, 30_00);
        bench.centre.misbehave("/org/local/api/hos/revoke_order", Fault.LOSE_ANSWER_AFTER_EFFECT);
        assertThat(Calls.await(orders.open(order, Calls.context()))).isEqualTo(Outcome.unknown("revoke"));
        assertThat(Calls.await(orders.open(order, Calls.again()))).isInstanceOf(Outcome.Rejected.class);
    }

    @Test
    void should_order_once_when_the_answer_to_the_order_was_lost() {
        bench.centre.pays(SERIAL, 120_00, 30_00);
        bench.centre.misbehave("/org/local/api/hos/pay_order", Fault.LOSE_ANSWER_AFTER_EFFECT);
        assertThat(Calls.await(orders.open(order, Calls.context()))).isInstanceOf(Outcome.Unknown.class);
        Outcome<PayPrompt> again = Calls.await(orders.open(order, Calls.again()));
        assertThat(again).isInstanceOf(Outcome.Succeeded.class);
        assertThat(bench.centre.calls().stream().filter(call -> call.endsWith("pay_order")))
                .hasSize(1);
    }

    @Test
    void should_order_once_and_show_it_to_both_when_two_tries_come_together() {
        bench.centre.pays(SERIAL, 120_00, 30_00);
        Future<Outcome<PayPrompt>> first = orders.open(order, Calls.context());
        Future<Outcome<PayPrompt>> second = orders.open(order, Calls.context());
        assertThat(Calls.await(first)).isInstanceOf(Outcome.Succeeded.class).isEqualTo(Calls.await(second));
        assertThat(bench.centre.state(SERIAL)).isEqualTo("1");
    }

    @Test
    void should_refuse_when_the_centre_refuses_the_authorisation_and_nothing_was_ordered() {
        bench.centre.pays(SERIAL, 120_00, 30_00);
        bench.centre.used("AUTH" + SERIAL);
        assertThat(Calls.await(orders.open(order, Calls.context())))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        refused -> assertThat(refused.message()).contains("授权码"));
        assertThat(bench.centre.state(SERIAL)).isEqualTo("0");
    }

    @Test
    void should_not_know_how_it_stands_when_another_signs() {
        bench.centre.pays(SERIAL, 120_00, 30_00);
        bench.centre.signWrongly();
        assertThat(Calls.await(orders.open(order, Calls.context()))).isEqualTo(Outcome.unknown("answer.signature"));
    }

    @Test
    void should_say_that_the_cash_stands_alone_when_the_insurer_has_failed() {
        bench.centre.pays(SERIAL, 120_00, 30_00);
        Calls.await(orders.open(order, Calls.context()));
        bench.centre.payCashAlone(SERIAL);
        Outcome<InsuranceStatus> status = Calls.await(orders.query(order, Calls.context()));
        assertThat(status)
                .isInstanceOfSatisfying(
                        Outcome.Succeeded.class,
                        known -> assertThat(((InsuranceStatus) known.answer()).cashAlone())
                                .isTrue());
    }

    @Test
    void should_refuse_before_sending_when_lines_and_total_differ() {
        InsuranceOrder wrong = new InsuranceOrder(
                order.orderNo(),
                order.kind(),
                order.serialNo(),
                order.authorised(),
                order.payer(),
                order.institution(),
                order.institutionName(),
                order.createdAt(),
                order.expiresAt(),
                order.amounts(),
                order.description(),
                order.notifyUrl(),
                Bench.details("150.00"),
                null);
        assertThat(Calls.await(orders.open(wrong, Calls.context()))).isInstanceOf(Outcome.Rejected.class);
        assertThat(bench.centre.calls()).isEmpty();
    }

    @Test
    void should_not_start_and_say_why_when_the_centre_settles_at_the_home_itself() {
        AdapterSpec spec = bench.spec(1);
        AdapterConfig itself = new AdapterConfig(
                spec.name(), spec.area(), spec.settings().with("settlesAtHome", new Value.Bool(true)));
        assertThatThrownBy(() -> Calls.await(new MobilePayFactory().create(itself, services)))
                .hasStackTraceContaining("settlesAtHome")
                .hasStackTraceContaining("重复结算");
    }
}
