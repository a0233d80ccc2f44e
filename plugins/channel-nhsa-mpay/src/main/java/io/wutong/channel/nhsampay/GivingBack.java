package io.wutong.channel.nhsampay;

import static io.wutong.channel.nhsampay.Reading.given;
import static io.wutong.channel.nhsampay.Reading.read;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.Outcome;

/** 6203, for either half under a number of its own; sent again under its number it is one refund. */
final class GivingBack {

    private final Centre centre;

    GivingBack(Centre centre) {
        this.centre = centre;
    }

    /** What the funds and the personal account have paid. */
    Future<Outcome<Body>> insurance(InsuranceOrder order, String payOrdId, String number, CallContext context) {
        InsuranceOrder.Amounts amounts = order.amounts();
        Body.Builder asked = Body.builder()
                .put("payOrdId", payOrdId)
                .put("appRefdSn", number)
                .put("appRefdTime", centre.now())
                .fen("totlRefdAmt", amounts.accountFen() + amounts.fundFen())
                .fen("psnAcctRefdAmt", amounts.accountFen())
                .fen("fundRefdAmt", amounts.fundFen())
                .fen("cashRefdAmt", 0);
        return send(asked, order, "HI", context);
    }

    Future<Outcome<Body>> cash(InsuranceOrder order, String payOrdId, String number, long fen, CallContext context) {
        Body.Builder asked = Body.builder()
                .put("payOrdId", payOrdId)
                .put("appRefdSn", number)
                .put("appRefdTime", centre.now())
                .fen("totlRefdAmt", fen)
                .fen("psnAcctRefdAmt", 0)
                .fen("fundRefdAmt", 0)
                .fen("cashRefdAmt", fen);
        return send(asked, order, "CASH", context);
    }

    /** What the centre answered, once it has come through; refused or not known else. */
    private Future<Outcome<Body>> send(Body.Builder asked, InsuranceOrder order, String type, CallContext context) {
        Body whole = asked.put("payAuthNo", Bill.authorisation(order))
                .put("refdType", type)
                .build();
        return centre.call("refund_Order", whole, context)
                .map(said -> said.flatMap(body -> read(said, answer -> given(answer, "refStatus"))
                        .flatMap(status -> switch (status) {
                            case "SUCC" -> Outcome.succeeded(body);
                            case "FAIL" -> Outcome.rejected("REFUND_FAILED", "医保中心退费失败");
                            default -> Outcome.unknown("refund_" + status);
                        })));
    }
}
