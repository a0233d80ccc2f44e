package io.wutong.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.sandbox.HospitalClient.Answer;
import io.wutong.simulator.mpay.MobilePayCentre;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Value;

/**
 * The demonstration's fifth patient: insurance and cash in one order of a channel's own, at WeChat, at Alipay and at the
 * region's mobile-payment centre, and all of it given back. The centre, which tells nothing, is asked while the others are played.
 */
final class InOneOrder {

    private static final String CHARGES = "/terminal/v1/charges";
    private static final String YUAN = "2000.00";
    private static final long WAIT_MILLIS_MAX = 30_000;

    private final Vertx vertx;
    private final World world;
    private final Demonstration show;
    private final HospitalClient hospital;
    private final TerminalClient terminal;

    InOneOrder(Vertx vertx, World world, Demonstration show, HospitalClient hospital, TerminalClient terminal) {
        this.vertx = vertx;
        this.world = world;
        this.show = show;
        this.hospital = hospital;
        this.terminal = terminal;
    }

    /** A visit and its charge. */
    private record Placed(Outpatient patient, String title, Body charge) {
        String orderNo() {
            return charge.textOr("order_no", "");
        }
    }

    Future<Void> play() {
        show.say("");
        show.say("═══ 患者五：医保与自费合并一单，微信、支付宝、医保移动支付中心各一笔，撤销后医保与自费都退回 · one order of both ═══");
        return show.snapshot()
                .compose(before -> placed("医保移动支付中心", "mpay")
                        .compose(centre -> placed("微信医保支付", "wechatpay")
                                .compose(weChat ->
                                        placed("支付宝医保支付", "alipay").compose(alipay -> both(centre, weChat, alipay))))
                        .compose(done -> show.snapshot())
                        .map(after -> {
                            show.expect("账簿与收费前一致", before.toString(), after.toString());
                            return null;
                        }));
    }

    private Future<Void> both(Placed centre, Placed weChat, Placed alipay) {
        Counterparts at = world.counterparts();
        at.mobilePayCentre().pay(centre.charge().textOr("serial_no", ""));
        return at.weChat()
                .payMixed(weChat.orderNo())
                .compose(told -> at.alipay().payBoth(alipay.orderNo()))
                .compose(told -> ended(alipay))
                .compose(done -> cancelled(alipay))
                .onSuccess(done -> at.alipay().insurerTookBack(alipay.orderNo()))
                .compose(done -> ended(weChat))
                .compose(done -> cancelled(weChat))
                .compose(done -> ended(centre))
                .compose(done -> cancelled(centre))
                .compose(done -> returned(alipay))
                .compose(done -> returned(weChat))
                .compose(done -> returned(centre));
    }

    private Future<Placed> placed(String title, String channel) {
        Outpatient patient = new Outpatient(hospital, "320115", "320115190001010003", "张示例");
        return patient.who()
                .compose(answer -> patient.register())
                .compose(answer -> patient.upload("003311000010000", YUAN))
                .compose(answer -> patient.trial(YUAN))
                .compose(answer -> show.step(title + " 2206 门诊预结算，个人应付 " + patient.cashYuan(), answer))
                .compose(answer -> {
                    Body insurance = insurance(patient, channel);
                    return terminal.post(CHARGES, patient.charge(YUAN, channel).with("insurance", insurance))
                            .map(placed -> {
                                show.expect(title + " 合并下单", "201", Integer.toString(placed.status()));
                                return new Placed(
                                        patient,
                                        title,
                                        placed.body().with("serial_no", Value.text(insurance.textOr("serial_no", ""))));
                            });
                });
    }

    private Body insurance(Outpatient patient, String channel) {
        Body insurance = OnlineInsurance.authorised();
        if (channel.equals("mpay")) {
            MobilePayCentre centre = world.counterparts().mobilePayCentre();
            centre.pays(
                    insurance.textOr("serial_no", ""),
                    Fen.parse("medfee", YUAN) - Fen.parse("cash", patient.cashYuan()),
                    0);
            return insurance.with("details", OnlineInsurance.details(patient, YUAN));
        }
        return channel.equals("alipay") ? insurance.with("payer_id", Value.text("2088000000000009")) : insurance;
    }

    private Future<Void> ended(Placed placed) {
        return reaches(CHARGES + "/" + placed.charge().textOr("msgid", ""), "BOTH", placed.title() + " 医保与自费都已付");
    }

    private Future<Void> returned(Placed placed) {
        return reaches("/terminal/v1/orders/" + placed.orderNo(), "REFUNDED", placed.title() + " 医保先退、自费后退");
    }

    private Future<Answer> cancelled(Placed placed) {
        return terminal.get(CHARGES + "/" + placed.charge().textOr("msgid", ""))
                .compose(found -> placed.patient().cancel(found.body().textOr("setl_id", "")))
                .compose(answer -> show.step(placed.title() + " 2208 撤销结算", answer));
    }

    private Future<Void> reaches(String path, String state, String what) {
        return reaches(path, state, what, System.nanoTime() + WAIT_MILLIS_MAX * 1_000_000);
    }

    private Future<Void> reaches(String path, String state, String what, long deadline) {
        return terminal.get(path).compose(answer -> {
            String now = answer.body().textOr("state", "");
            if (!now.equals(state) && System.nanoTime() < deadline) {
                return vertx.timer(200).compose(tick -> reaches(path, state, what, deadline));
            }
            show.expect(what, state, now);
            return Future.succeededFuture();
        });
    }
}
