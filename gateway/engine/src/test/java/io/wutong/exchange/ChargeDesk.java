package io.wutong.exchange;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.charge.Charge;
import io.wutong.charge.Charges;
import io.wutong.charge.Sequence;
import io.wutong.charge.Sequences;
import io.wutong.exchange.World.Message1;
import io.wutong.payment.CounterReceipt;
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.PaymentTasks;
import io.wutong.payment.Payments;
import io.wutong.payment.Refund;
import io.wutong.payment.RefundState;
import io.wutong.payment.Task;
import io.wutong.port.Needs;
import io.wutong.spi.Acknowledgement;
import io.wutong.spi.BillSink;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentChannel;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RawNotification;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import io.wutong.work.Waits;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A window where patients pay both halves at once: {@link World} with a payment channel that tells nothing by itself, and
 * a process that may die at any commit and starts anew on its rows.
 */
final class ChargeDesk {

    final World world;
    final Wallet wallet = new Wallet();
    final List<String> told = new ArrayList<>();
    /** What the patient has signed with the wallet; null where he pays himself. */
    @Nullable
    String credit;

    /** What the counter has taken; null where the wallet collects. */
    @Nullable
    Long counterFen;

    private final World.Process care;
    /** What the patient has authorised last. */
    String authorisation = "AUTH1";

    private final Sequence sequence;
    private final World.Numbers numbers = new World.Numbers(7);
    Charges charges;
    private Payments payments;
    private PaymentTasks tasks;

    ChargeDesk(World world, Sequence sequence) {
        this.world = world;
        this.care = world.care();
        this.sequence = sequence;
        boot();
    }

    private void boot() {
        MemoryStore.Session session = care.session;
        payments = new Payments(
                world.heap,
                numbers,
                session,
                name -> name.equals("wallet") ? Optional.of(wallet) : Optional.empty(),
                order -> charges.changed(order),
                "https://callbacks.example.org");
        charges = new Charges(
                world.heap,
                numbers,
                session,
                care.exchanges,
                payments,
                new Sequences(List.of(
                        new Sequences.Rule("320000", "2304", sequence),
                        new Sequences.Rule("320000", "2207", Sequence.PAY_FIRST, true))),
                charge -> told.add(charge.state().name()));
        tasks = new PaymentTasks(
                world.heap,
                numbers,
                session,
                name -> Optional.of(wallet),
                payments,
                (buckets, now, busy, max) -> session.read(
                        Needs.NONE,
                        view -> care.store.all(Task.class).stream()
                                .filter(task -> task.state().equals(Task.DUE) && buckets.contains(task.bucket()))
                                .filter(task -> Waits.due(task.dueAt(), now) && !busy.contains(task.party()))
                                .limit(max)
                                .toList()),
                care.keeper,
                task -> charges.work(task));
    }

    void crash() {
        care.crash();
        boot();
    }

    /** What is due is done, for some seconds of the world. */
    void background(int seconds) {
        for (int half = 0; half < 2 * seconds; half++) {
            world.processes.values().forEach(process -> process.resolution.sweep());
            tasks.run();
            world.heap.runFor(500);
        }
    }

    Charge charge(String msgid) {
        return care.store.one(Charge.key("321100", msgid)).orElseThrow();
    }

    boolean placed(String msgid) {
        return care.store.one(Charge.key("321100", msgid)).isPresent();
    }

    Future<Charges.View> place(Message1 settlement, String shownMsgid, boolean insured) {
        Body patient = Json.read("""
                {"serial_no":"U1","pay_order_id":"ORD1","pay_auth_no":"%s","location":"119.45,32.20","payer_id":"o1",
                "name":"张示例","certno":"321102190001010012"}""".formatted(authorisation));
        return charges.place(new Charges.Ask(
                care.topology.node("321100"),
                settlement.bytes(),
                shownMsgid,
                Optional.of("wallet"),
                Optional.empty(),
                insured ? Optional.of(patient) : Optional.empty(),
                Optional.ofNullable(counterFen)
                        .map(fen -> new CounterReceipt(CounterReceipt.Means.CASH, fen, "SJ0001")),
                Optional.ofNullable(credit)));
    }

    /** What wallet and counter have of the patients' money. */
    long keptFen() {
        return wallet.keptFen()
                + care.store.all(PaymentOrder.class).stream()
                        .filter(order -> order.channel().startsWith("counter:"))
                        .mapToLong(order -> order.amountFen() - order.givenBackFen())
                        .sum();
    }

    /** The clerk has handed over what goes back. */
    void handOver() {
        care.store.all(Refund.class).stream()
                .filter(refund -> refund.state() == RefundState.DUE)
                .forEach(refund -> payments.handedOver(
                        refund.orderNo(), World.HOSPITAL, refund.refundNo(), "TK" + refund.refundNo()));
    }

    // ------------------------------------------------------------------ an outpatient

    /** Registered, with one batch of fees; the {@code mdtrt_id}. */
    String outpatient(String home, String number, String yuan) {
        Message1 registration = world.message("2201", home, """
                {"data":{"psn_no":"%s","insutype":"390","begntime":"2026-10-30 08:30:00","mdtrt_cert_type":"02",
                "mdtrt_cert_no":"C1","ipt_otp_no":"%s","atddr_no":"D1","dr_name":"李","dept_code":"A1","dept_name":"科",
                "caty":"A03"}}""".formatted(World.PERSON, number));
        String visit =
                World.output(World.must(world.send(registration))).body("data").textOr("mdtrt_id", "");
        World.must(world.send(world.message("2204", home, """
                {"feedetail":[{"feedetl_sn":"1","mdtrt_id":"%s","psn_no":"%s","chrg_bchno":"S1","dise_codg":"",
                "fee_ocur_time":"2026-10-30 09:00:00","med_list_codg":"A1","medins_list_codg":"S1",
                "det_item_fee_sumamt":%s,"cnt":1,"pric":%s,"bilg_dept_codg":"A1","bilg_dept_name":"科",
                "bilg_dr_codg":"D1","bilg_dr_name":"李","hosp_appr_flag":"1"}]}""".formatted(visit, World.PERSON, yuan, yuan))));
        return visit;
    }

    /** 2101 or 2102: two lines of one kind each. */
    Message1 purchase(String infno, String home, String yuan) {
        return world.message(infno, home, """
                {"druginfo":{"psn_no":"%s","mdtrt_cert_type":"02","mdtrt_cert_no":"C1","begntime":"2026-10-30 10:00:00",
                "medfee_sumamt":%s,"invono":"","insutype":"390","dise_codg":"","dise_name":"","acct_used_flag":"0",
                "med_type":"41"},
                "drugdetail":[{"feedetl_sn":"1","rxno":"","rx_circ_flag":"0","fee_ocur_time":"2026-10-30 10:00:00",
                "med_list_codg":"A1","medins_list_codg":"S1","det_item_fee_sumamt":%s,"cnt":1,"pric":%s,
                "hosp_appr_flag":"1"}]}""".formatted(World.PERSON, yuan, yuan, yuan));
    }

    /** 2206 or 2207 of that batch. */
    Message1 batch(String infno, String home, String visit, String yuan) {
        return world.message(infno, home, """
                {"data":{"psn_no":"%s","mdtrt_cert_type":"02","mdtrt_cert_no":"C1","med_type":"11","medfee_sumamt":%s,
                "psn_setlway":"01","mdtrt_id":"%s","chrg_bchno":"S1","insutype":"390","acct_used_flag":"0",
                "fulamt_ownpay_amt":0,"overlmt_selfpay":0,"preselfpay_amt":0,"inscp_scp_amt":%s}}""".formatted(World.PERSON, yuan, visit, yuan));
    }

    /** The terminal does not wait for the patients any more. */
    void closeAll() {
        wallet.open().forEach(no -> payments.close(no, World.HOSPITAL));
    }

    /** A wallet that says what became of an order only when it is asked. */
    static final class Wallet implements PaymentChannel {
        final BothHalves insured = new BothHalves(this);
        final Map<String, PaymentStatus> orders = new TreeMap<>();
        final Map<String, RefundStatus> refunds = new TreeMap<>();
        boolean refuses;

        /** What the patients have paid and not got back. */
        long keptFen() {
            long paid = orders.values().stream()
                    .filter(order -> order.state() == PaymentStatus.State.PAID)
                    .mapToLong(PaymentStatus::amountFen)
                    .sum();
            return paid
                    - refunds.values().stream()
                            .mapToLong(RefundStatus::refundFen)
                            .sum();
        }

        List<String> open() {
            return orders.values().stream()
                    .filter(order -> order.state() == PaymentStatus.State.UNPAID)
                    .map(PaymentStatus::orderNo)
                    .toList();
        }

        /** The patients' banks say no. */
        void closeAll() {
            open().forEach(no -> close(no, orders.get(no).amountFen()));
        }

        private void close(String no, long fen) {
            orders.put(no, new PaymentStatus(no, PaymentStatus.State.CLOSED, null, fen, "CNY", null));
        }

        void payAll() {
            orders.replaceAll((no, order) -> order.state() == PaymentStatus.State.UNPAID
                    ? new PaymentStatus(
                            no,
                            PaymentStatus.State.PAID,
                            "T" + no,
                            order.amountFen(),
                            "CNY",
                            "2026-10-30T09:00:00+08:00")
                    : order);
        }

        @Override
        public Optional<InsuranceOrders> insuranceOrders() {
            return Optional.of(insured);
        }

        @Override
        public Future<Outcome<PayPrompt>> pay(PayOrder order, CallContext context) {
            if (refuses) {
                return Future.succeededFuture(Outcome.rejected("NOAUTH", "商户无此权限"));
            }
            if (order.method() == PayOrder.Method.BY_CREDIT) {
                if (!"CREDIT1".equals(order.payer())) {
                    return Future.succeededFuture(Outcome.rejected("CREDIT", "没有有效的签约"));
                }
                orders.putIfAbsent(order.orderNo(), unpaid(order));
                payAll();
                return Future.succeededFuture(Outcome.succeeded(new PayPrompt(PayPrompt.Kind.NOTHING, "")));
            }
            orders.putIfAbsent(order.orderNo(), unpaid(order));
            return Future.succeededFuture(
                    Outcome.succeeded(new PayPrompt(PayPrompt.Kind.CODE_URL, "wallet://" + order.orderNo())));
        }

        private static PaymentStatus unpaid(PayOrder order) {
            return new PaymentStatus(order.orderNo(), PaymentStatus.State.UNPAID, null, order.amountFen(), "CNY", null);
        }

        @Override
        public Future<Outcome<PaymentStatus>> query(PayOrder order, CallContext context) {
            PaymentStatus known = orders.get(order.orderNo());
            return Future.succeededFuture(known == null ? Outcome.rejected("NONE", "无此订单") : Outcome.succeeded(known));
        }

        @Override
        public Future<Outcome<Void>> close(PayOrder order, CallContext context) {
            PaymentStatus known = orders.get(order.orderNo());
            if (known == null || known.state() == PaymentStatus.State.PAID) {
                return Future.succeededFuture(Outcome.rejected("PAID", "已支付或无此订单"));
            }
            orders.put(
                    order.orderNo(),
                    new PaymentStatus(
                            order.orderNo(), PaymentStatus.State.CLOSED, null, order.amountFen(), "CNY", null));
            return Future.succeededFuture(Outcome.succeeded(null));
        }

        @Override
        public Future<Outcome<Void>> reverse(PayOrder order, CallContext context) {
            return Future.succeededFuture(Outcome.rejected("NONE", "不支持"));
        }

        @Override
        public Future<Outcome<RefundStatus>> refund(RefundOrder refund, CallContext context) {
            return Future.succeededFuture(Outcome.succeeded(refunds.computeIfAbsent(
                    refund.refundNo(),
                    no -> new RefundStatus(
                            no,
                            refund.orderNo(),
                            RefundStatus.State.REFUNDED,
                            "F" + no,
                            refund.refundFen(),
                            refund.totalFen()))));
        }

        @Override
        public Future<Outcome<RefundStatus>> queryRefund(RefundOrder refund, CallContext context) {
            RefundStatus known = refunds.get(refund.refundNo());
            return Future.succeededFuture(known == null ? Outcome.rejected("NONE", "无此退款") : Outcome.succeeded(known));
        }

        @Override
        public Future<Outcome<PaymentEvent>> verifyNotification(RawNotification raw) {
            return Future.succeededFuture(
                    Outcome.rejected("SIGN", Buffer.buffer("x").toString()));
        }

        @Override
        public Acknowledgement acknowledge(boolean received) {
            return new Acknowledgement(received ? 200 : 500, "text/plain", "");
        }

        @Override
        public Future<Outcome<Long>> downloadBill(LocalDate day, BillSink lines, CallContext context) {
            return Future.succeededFuture(Outcome.succeeded(0L));
        }
    }
}
