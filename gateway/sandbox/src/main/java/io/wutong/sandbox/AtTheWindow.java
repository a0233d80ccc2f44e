package io.wutong.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.spi.Body;

/**
 * The demonstration's fourth patient: an outpatient who pays once at the window for insurance and cash, and then once more
 * where the settlement is refused, so that the money comes back without being asked for.
 */
final class AtTheWindow {

    private static final String CHARGES = "/terminal/v1/charges";
    private static final String CODE = "003311000010000";
    private static final String YUAN = "2000.00";
    private static final long WAIT_MILLIS_MAX = 30_000;

    private final Vertx vertx;
    private final World world;
    private final Demonstration show;

    AtTheWindow(Vertx vertx, World world, Demonstration show) {
        this.vertx = vertx;
        this.world = world;
        this.show = show;
    }

    Future<Void> play(HospitalClient hospital, TerminalClient terminal) {
        show.say("");
        show.say("═══ 患者四：江宁参保，镇江门诊，窗口一次办结医保与支付；另一笔医保未结算，款项自动退回 · both or neither ═══");
        return both(new Outpatient(hospital, "320115", "320115190001010003", "张示例"), terminal)
                .compose(done -> neither(new Outpatient(hospital, "320115", "320115190001010003", "张示例"), terminal));
    }

    private Future<Void> both(Outpatient patient, TerminalClient terminal) {
        return shown(patient)
                .compose(done -> placed(patient, terminal))
                .compose(charge -> paid(charge).compose(paid -> ended(terminal, charge, "BOTH")))
                .mapEmpty();
    }

    /** The clerk settles by hand while the patient pays: the charge's own settlement is refused. */
    private Future<Void> neither(Outpatient patient, TerminalClient terminal) {
        return shown(patient)
                .compose(done -> show.snapshot())
                .compose(before -> placed(patient, terminal)
                        .compose(charge -> patient.settle(YUAN)
                                .compose(answer -> show.step("2207 收费员另行结算", answer))
                                .compose(answer -> paid(charge)
                                        .compose(paid -> ended(terminal, charge, "NEITHER"))
                                        .compose(done -> patient.cancel(
                                                answer.output().body("setlinfo").textOr("setl_id", "")))
                                        .compose(cancelled -> show.step("2208 收费员撤销其结算", cancelled))))
                        .compose(done -> show.snapshot())
                        .map(after -> {
                            show.expect("账簿与收费前一致", before.toString(), after.toString());
                            return null;
                        }));
    }

    private Future<?> shown(Outpatient patient) {
        return patient.who()
                .compose(answer -> show.step("1101 人员信息", answer))
                .compose(done -> patient.register())
                .compose(answer -> show.step("2201 门诊挂号", answer))
                .compose(done -> patient.upload(CODE, YUAN))
                .compose(answer -> show.step("2204 门诊费用明细上传", answer))
                .compose(done -> patient.trial(YUAN))
                .compose(answer -> show.step("2206 门诊预结算，个人应付 " + patient.cashYuan(), answer));
    }

    private Future<Body> placed(Outpatient patient, TerminalClient terminal) {
        return terminal.post(CHARGES, patient.charge(YUAN, "wechatpay")).map(answer -> {
            show.expect("一次办结下单", "201", Integer.toString(answer.status()));
            show.say("    " + answer.body().textOr("receipt", answer.body().textOr("message", "")));
            return answer.body();
        });
    }

    private Future<Void> paid(Body charge) {
        return world.counterparts()
                .weChat()
                .pay(charge.body("order").textOr("code_url", ""))
                .map(acknowledged -> {
                    show.expect("患者扫码支付，通知已应答", "true", Boolean.toString(acknowledged));
                    return null;
                });
    }

    private Future<Void> ended(TerminalClient terminal, Body charge, String state) {
        return ended(terminal, charge, state, System.nanoTime() + WAIT_MILLIS_MAX * 1_000_000);
    }

    private Future<Void> ended(TerminalClient terminal, Body charge, String state, long deadline) {
        return terminal.get(CHARGES + "/" + charge.textOr("msgid", "")).compose(answer -> {
            String now = answer.body().textOr("state", "");
            if (!now.equals(state) && System.nanoTime() < deadline) {
                return vertx.timer(200).compose(tick -> ended(terminal, charge, state, deadline));
            }
            show.expect(state.equals("BOTH") ? "医保与支付都已办成" : "都未办成，款项已退回", state, now);
            show.say("    " + answer.body().textOr("receipt", ""));
            return Future.succeededFuture();
        });
    }
}
