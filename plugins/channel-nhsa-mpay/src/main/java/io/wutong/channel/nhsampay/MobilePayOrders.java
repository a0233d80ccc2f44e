package io.wutong.channel.nhsampay;

import static io.wutong.channel.nhsampay.Reading.agrees;
import static io.wutong.channel.nhsampay.Reading.amounts;
import static io.wutong.channel.nhsampay.Reading.done;
import static io.wutong.channel.nhsampay.Reading.given;
import static io.wutong.channel.nhsampay.Reading.read;
import static io.wutong.channel.nhsampay.Reading.same;
import static io.wutong.channel.nhsampay.Reading.then;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;

/**
 * Orders of both halves at the centre.
 *
 * <pre>
 *  open:  6201 ─▶ pay order and token (the same for the same bill) ─▶ 6202 ─▶ shares as asked? else 6401 and refused
 *         again: 6301 first, 6202 only where it was never ordered
 *  query: 6301     close: 6401, refused once paid     insurance back: 6203 HI     cash back: 6203 CASH
 * </pre>
 */
final class MobilePayOrders implements InsuranceOrders {

    private final Settings settings;
    private final Centre centre;
    private final GivingBack back;

    MobilePayOrders(Settings settings, Centre centre) {
        this.settings = settings;
        this.centre = centre;
        this.back = new GivingBack(centre);
    }

    @Override
    public Future<Outcome<PayPrompt>> open(InsuranceOrder order, CallContext context) {
        String wrong = Bill.wrong(order);
        if (!wrong.isEmpty()) {
            return Future.succeededFuture(Outcome.rejected("PARAM_ERROR", wrong));
        }
        return then(
                known(order, context),
                known -> context.attempt() <= 1 ? order(order, known, context) : again(order, known, context));
    }

    /** An answer of before may be lost: only what stands there with our amounts is shown to anybody. */
    private Future<Outcome<PayPrompt>> again(InsuranceOrder order, Known known, CallContext context) {
        return then(
                looked(order, known, context),
                seen -> seen.standing == Standing.SAVED
                        ? order(order, known, context)
                        : standing(order, known, seen, context));
    }

    private Future<Outcome<PayPrompt>> standing(InsuranceOrder order, Known known, Looked seen, CallContext context) {
        if (seen.standing == Standing.REVOKED) {
            return Future.succeededFuture(differs());
        }
        Outcome<Boolean> agrees = read(Outcome.succeeded(seen.said), body -> agrees(order, body));
        return then(Future.succeededFuture(agrees), same -> agreed(order, known, same, context));
    }

    private Future<Outcome<Looked>> looked(InsuranceOrder order, Known known, CallContext context) {
        return asked(order, known, context)
                .map(said -> read(said, body -> {
                    same(order.serialNo(), given(body, "medOrgOrd"), "medOrgOrd");
                    return new Looked(settings.standing(given(body, "ordStas")), body);
                }));
    }

    /** How an order stands at the centre, and all that it said of it. */
    private record Looked(Standing standing, Body said) {}

    /**
     * 6202; where the centre calculates otherwise than was shown, the bill is taken back before anybody pays. Refused, it
     * may be because another try was faster: what stands there is asked before anything is given up.
     */
    private Future<Outcome<PayPrompt>> order(InsuranceOrder order, Known known, CallContext context) {
        Body details = order.details();
        Body asked = known.with(order)
                .put("payAuthNo", Bill.authorisation(order))
                .put("orgBizSer", order.orderNo())
                .put("chrgBchno", details.textOr("chrgBchno", ""))
                .put("feeType", details.textOr("feeType", ""))
                .put("mdtrtId", details.textOr("mdtrtId", ""))
                .put(
                        "acctUsedFlag",
                        details.textOr("acctUsedFlag", order.amounts().accountFen() > 0 ? "1" : "0"))
                .build();
        return centre.call("pay_order", asked, context)
                .map(said -> read(said, body -> {
                    same(known.payOrdId(), given(body, "payOrdId"), "payOrdId");
                    return agrees(order, body);
                }))
                .compose(said -> said instanceof Outcome.Rejected<Boolean> refused
                        ? then(
                                looked(order, known, context),
                                seen -> seen.standing == Standing.SAVED
                                        ? Future.succeededFuture(Outcome.rejected(refused.code(), refused.message()))
                                        : standing(order, known, seen, context))
                        : then(Future.succeededFuture(said), agrees -> agreed(order, known, agrees, context)));
    }

    /** Whatever becomes of taking it back, it has been ordered: only once it is gone is it refused. */
    private Future<Outcome<PayPrompt>> agreed(InsuranceOrder order, Known known, boolean agrees, CallContext context) {
        return agrees
                ? Future.succeededFuture(Outcome.succeeded(known.prompt()))
                : centre.call("revoke_order", known.with(order).build(), context)
                        .map(revoked -> revoked instanceof Outcome.Succeeded ? differs() : Outcome.unknown("revoke"));
    }

    private static Outcome<PayPrompt> differs() {
        return Outcome.rejected("AMOUNT_DIFFERS", "医保中心计算的金额与预结算不一致，请重新预结算");
    }

    @Override
    public Future<Outcome<InsuranceStatus>> query(InsuranceOrder order, CallContext context) {
        return then(
                known(order, context),
                known -> asked(order, known, context)
                        .map(said -> read(said, body -> {
                            same(order.serialNo(), given(body, "medOrgOrd"), "medOrgOrd");
                            Standing standing = settings.standing(given(body, "ordStas"));
                            return new InsuranceStatus(
                                    order.orderNo(),
                                    known.payOrdId(),
                                    standing.whole,
                                    standing.cash,
                                    standing.insurance,
                                    amounts(body));
                        })));
    }

    private Future<Outcome<Body>> asked(InsuranceOrder order, Known known, CallContext context) {
        Body asked = known.with(order)
                .put("idNo", order.payer().certno())
                .put("userName", order.payer().name())
                .put("idType", settings.idType())
                .build();
        return centre.call("query_order_info", asked, context);
    }

    @Override
    public Future<Outcome<Void>> close(InsuranceOrder order, CallContext context) {
        return then(
                known(order, context),
                known -> centre.call("revoke_order", known.with(order).build(), context)
                        .map(said -> said.flatMap(body -> done())));
    }

    @Override
    public Future<Outcome<Void>> insuranceRefunded(
            InsuranceOrder order, String channelOrderId, String refundNo, CallContext context) {
        return back.insurance(order, channelOrderId, refundNo + "H", context).map(said -> said.flatMap(body -> done()));
    }

    @Override
    public Future<Outcome<RefundStatus>> refund(InsuranceOrder order, RefundOrder refund, CallContext context) {
        return then(
                known(order, context),
                known -> back.cash(order, known.payOrdId(), refund.refundNo(), refund.refundFen(), context)
                        .map(said -> said.map(body -> new RefundStatus(
                                refund.refundNo(),
                                refund.orderNo(),
                                RefundStatus.State.REFUNDED,
                                refund.refundNo(),
                                refund.refundFen(),
                                refund.totalFen()))));
    }

    /** The centre has no question for one refund; sent again under its number it is one refund. */
    @Override
    public Future<Outcome<RefundStatus>> queryRefund(InsuranceOrder order, RefundOrder refund, CallContext context) {
        return Future.succeededFuture(Outcome.rejected("NOT_SUPPORTED", "医保中心没有单笔退费查询，按原退款流水重发"));
    }

    /** What the centre has said of this bill; not kept, it is asked for with the bill, which is the same each time. */
    private Future<Outcome<Known>> known(InsuranceOrder order, CallContext context) {
        String opened = order.opened();
        return opened == null
                ? centre.call("uldFeeInfo", Bill.of(order, settings.idType()), context)
                        .map(said -> read(said, Known::read))
                : Future.succeededFuture(Outcome.succeeded(Known.read(Json.read(opened))));
    }
}
