package io.wutong.channel.nhsampay;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Fen;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceOrders;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.RefundOrder;
import io.wutong.spi.RefundStatus;
import io.wutong.support.BadAnswer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

    private static final int SERIAL_LENGTH_MAX = 20;

    private final Settings settings;
    private final Centre centre;

    MobilePayOrders(Settings settings, Centre centre) {
        this.settings = settings;
        this.centre = centre;
    }

    /** An order at the centre, as its later calls name it. */
    private record Known(String payOrdId, String payToken) {
        static Known read(Body said) {
            return new Known(given(said, "payOrdId"), given(said, "payToken"));
        }

        PayPrompt prompt() {
            return new PayPrompt(
                    PayPrompt.Kind.APP_PARAMETERS,
                    Json.writeText(Body.builder()
                            .put("payOrdId", payOrdId)
                            .put("payToken", payToken)
                            .build()));
        }

        Body.Builder with(InsuranceOrder order) {
            return Body.builder()
                    .put("payOrdId", payOrdId)
                    .put("payToken", payToken)
                    .put("orgCodg", order.institution());
        }
    }

    @Override
    public Future<Outcome<PayPrompt>> open(InsuranceOrder order, CallContext context) {
        String wrong = wrong(order);
        if (!wrong.isEmpty()) {
            return Future.succeededFuture(Outcome.rejected("PARAM_ERROR", wrong));
        }
        return then(
                known(order, context),
                known -> context.attempt() <= 1 ? order(order, known, context) : again(order, known, context));
    }

    /** An answer of before may be lost: only what stands there with our amounts is shown to anybody. */
    private Future<Outcome<PayPrompt>> again(InsuranceOrder order, Known known, CallContext context) {
        Future<Outcome<Looked>> looked = asked(order, known, context)
                .map(said -> read(said, body -> {
                    same(order.serialNo(), given(body, "medOrgOrd"), "medOrgOrd");
                    return new Looked(settings.standing(given(body, "ordStas")), body);
                }));
        return then(looked, seen -> {
            if (seen.standing == Standing.SAVED) {
                return order(order, known, context);
            }
            if (seen.standing == Standing.REVOKED) {
                return Future.succeededFuture(differs());
            }
            Outcome<Boolean> agrees = read(Outcome.succeeded(seen.said), body -> agrees(order, body));
            return then(Future.succeededFuture(agrees), same -> agreed(order, known, same, context));
        });
    }

    /** How an order stands at the centre, and all that it said of it. */
    private record Looked(Standing standing, Body said) {}

    /** 6202; where the centre calculates otherwise than was shown, the bill is taken back before anybody pays. */
    private Future<Outcome<PayPrompt>> order(InsuranceOrder order, Known known, CallContext context) {
        Body details = order.details();
        Body asked = known.with(order)
                .put("payAuthNo", authorisation(order))
                .put("orgBizSer", order.orderNo())
                .put("chrgBchno", details.textOr("chrgBchno", ""))
                .put("feeType", details.textOr("feeType", ""))
                .put("mdtrtId", details.textOr("mdtrtId", ""))
                .put(
                        "acctUsedFlag",
                        details.textOr("acctUsedFlag", order.amounts().accountFen() > 0 ? "1" : "0"))
                .build();
        return then(
                centre.call("pay_order", asked, context)
                        .map(said -> read(said, body -> {
                            same(known.payOrdId(), given(body, "payOrdId"), "payOrdId");
                            return agrees(order, body);
                        })),
                agrees -> agreed(order, known, agrees, context));
    }

    private static boolean agrees(InsuranceOrder order, Body said) {
        return amounts(order, said).equals(InsuranceStatus.Amounts.of(order.amounts()));
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
                                    amounts(order, body));
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
        InsuranceOrder.Amounts amounts = order.amounts();
        return refunded(
                        order,
                        channelOrderId,
                        refundNo + "H",
                        "HI",
                        amounts.accountFen(),
                        amounts.fundFen(),
                        0,
                        context)
                .map(said -> said.flatMap(status -> status.equals("SUCC")
                        ? done()
                        : status.equals("FAIL")
                                ? Outcome.rejected("REFUND_FAILED", "医保中心退费失败")
                                : Outcome.unknown("refund_" + status)));
    }

    @Override
    public Future<Outcome<RefundStatus>> refund(InsuranceOrder order, RefundOrder refund, CallContext context) {
        return then(
                known(order, context),
                known -> refunded(order, known.payOrdId(), refund.refundNo(), "CASH", 0, 0, refund.refundFen(), context)
                        .map(said -> said.flatMap(status -> status.equals("SUCC")
                                ? Outcome.succeeded(new RefundStatus(
                                        refund.refundNo(),
                                        refund.orderNo(),
                                        RefundStatus.State.REFUNDED,
                                        refund.refundNo(),
                                        refund.refundFen(),
                                        refund.totalFen()))
                                : status.equals("FAIL")
                                        ? Outcome.rejected("REFUND_FAILED", "医保中心退费失败")
                                        : Outcome.unknown("refund_" + status))));
    }

    /** The centre has no question for one refund; sent again under its number it is one refund. */
    @Override
    public Future<Outcome<RefundStatus>> queryRefund(InsuranceOrder order, RefundOrder refund, CallContext context) {
        return Future.succeededFuture(Outcome.rejected("NOT_SUPPORTED", "医保中心没有单笔退费查询，按原退款流水重发"));
    }

    private Future<Outcome<String>> refunded(
            InsuranceOrder order,
            String payOrdId,
            String number,
            String type,
            long accountFen,
            long fundFen,
            long cashFen,
            CallContext context) {
        Body asked = Body.builder()
                .put("payOrdId", payOrdId)
                .put("appRefdSn", number)
                .put("appRefdTime", centre.now())
                .fen("totlRefdAmt", accountFen + fundFen + cashFen)
                .fen("psnAcctRefdAmt", accountFen)
                .fen("fundRefdAmt", fundFen)
                .fen("cashRefdAmt", cashFen)
                .put("payAuthNo", authorisation(order))
                .put("refdType", type)
                .build();
        return centre.call("refund_Order", asked, context).map(said -> read(said, body -> given(body, "refStatus")));
    }

    /** What the centre has said of this bill; not kept, it is asked for with the bill, which is the same each time. */
    private Future<Outcome<Known>> known(InsuranceOrder order, CallContext context) {
        String opened = order.opened();
        return opened == null
                ? centre.call("uldFeeInfo", bill(order), context).map(said -> read(said, Known::read))
                : Future.succeededFuture(Outcome.succeeded(Known.read(Json.read(opened))));
    }

    private Body bill(InsuranceOrder order) {
        return Body.builder()
                .putAll(order.details())
                .put("orgCodg", order.institution())
                .put("medOrgOrd", order.serialNo())
                .put("idNo", order.payer().certno())
                .put("userName", order.payer().name())
                .put("idType", settings.idType())
                .put("payAuthNo", authorisation(order))
                .fen("medfeeSumamt", order.amounts().totalFen())
                .build();
    }

    /** What would be refused, said before anything is sent; empty when nothing is wrong. */
    private static String wrong(InsuranceOrder order) {
        if (order.serialNo().isEmpty() || order.serialNo().length() > SERIAL_LENGTH_MAX) {
            return "医药机构订单号须为1至20位";
        }
        if (authorisation(order).isEmpty()) {
            return "缺少医保支付授权码";
        }
        long lines = 0;
        for (Body line : order.details().bodies("feedetailList")) {
            lines += line.fenOr("detItemFeeSumamt", 0);
        }
        return lines == order.amounts().totalFen()
                ? ""
                : "费用明细合计" + Fen.format(lines) + "与总额"
                        + Fen.format(order.amounts().totalFen()) + "不等";
    }

    private static String authorisation(InsuranceOrder order) {
        InsuranceOrder.@Nullable Authorised authorised = order.authorised();
        return authorised == null ? "" : authorised.payAuthNo();
    }

    /** The centre has no word for other payers: they are what its shares leave of the total. */
    private static InsuranceStatus.Amounts amounts(InsuranceOrder order, Body said) {
        long total = fen(said, "feeSumamt");
        long fund = fen(said, "fundPay");
        long account = fen(said, "psnAcctPay");
        long own = fen(said, "ownPayAmt");
        return new InsuranceStatus.Amounts(total, fund, account, total - fund - account - own, own);
    }

    private static long fen(Body said, String name) {
        return said.fen(name).orElseThrow(() -> new BadAnswer("answer." + name));
    }

    private static String given(Body said, String name) {
        return said.text(name).filter(text -> !text.isEmpty()).orElseThrow(() -> new BadAnswer("answer." + name));
    }

    private static void same(String ours, String theirs, String name) {
        if (!ours.equals(theirs)) {
            throw new BadAnswer("answer." + name);
        }
    }

    private static <T> Outcome<T> read(Outcome<Body> said, Function<Body, T> reader) {
        return said.flatMap(body -> {
            try {
                return Outcome.succeeded(reader.apply(body));
            } catch (BadAnswer e) {
                return Outcome.unknown(e.shortCause());
            } catch (io.wutong.spi.AmountException e) {
                return Outcome.unknown("answer.amount");
            }
        });
    }

    private static <T, R> Future<Outcome<R>> then(Future<Outcome<T>> first, Function<T, Future<Outcome<R>>> next) {
        return first.compose(outcome -> outcome instanceof Outcome.Succeeded<T> succeeded
                ? next.apply(succeeded.answer())
                : Future.succeededFuture(outcome.flatMap(never -> Outcome.unknown("never"))));
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Outcome<Void> done() {
        return Outcome.succeeded(null);
    }
}
