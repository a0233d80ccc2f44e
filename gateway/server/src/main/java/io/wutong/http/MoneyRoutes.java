package io.wutong.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import io.wutong.envelope.Fault;
import io.wutong.payment.GiveBack;
import io.wutong.payment.Refund;
import io.wutong.reconcile.rules.Totals;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import java.time.DateTimeException;
import java.time.LocalDate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations of the admin contract about the patients' money; each is logged with who asked for it. */
final class MoneyRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(MoneyRoutes.class);

    private final MoneyDesk desk;

    MoneyRoutes(MoneyDesk desk) {
        this.desk = desk;
    }

    Future<Body> compareDay(RoutingContext ctx) {
        String channel = ctx.pathParam("channel");
        LocalDate day;
        try {
            day = LocalDate.parse(given(ctx, "day"));
        } catch (DateTimeException e) {
            return Future.failedFuture(Fault.PARAMETER.refusal("day"));
        }
        LOG.info(
                "comparison of {} at {} asked for by {}",
                day,
                channel,
                ctx.request().remoteAddress());
        return desk.compareDay(channel, day).map(outcome -> compared(channel, day, outcome));
    }

    Future<Body> giveBack(RoutingContext ctx) {
        String by = given(ctx, "by");
        GiveBack ask = new GiveBack(
                ctx.pathParam("orderNo"),
                given(ctx, "request"),
                Long.parseLong(given(ctx, "amount_fen")), // a number, says the contract
                given(ctx, "reason"),
                by);
        LOG.info("refund of {} of order {} asked for by {}", Fen.format(ask.fen()), ask.orderNo(), by);
        return desk.giveBack(ask).map(MoneyRoutes::promised);
    }

    private static Body compared(String channel, LocalDate day, Outcome<Totals> outcome) {
        Body.Builder body = Body.builder()
                .put("channel", channel)
                .put("day", day.toString())
                .put("outcome", outcome.label());
        if (outcome instanceof Outcome.Succeeded<Totals> succeeded) {
            Totals totals = succeeded.answer();
            return body.put("even", new Value.Bool(totals.isEven()))
                    .put("equal", totals.equal())
                    .put("only_here", totals.onlyHere())
                    .put("only_there", totals.onlyThere())
                    .put("different", totals.different())
                    .put("repeated", totals.repeated())
                    .put("equal_amount", Fen.format(totals.equalFen()))
                    .put("their_amount", Fen.format(totals.theirsFen()))
                    .build();
        }
        return body.put("cause", cause(outcome)).build();
    }

    private static String cause(Outcome<Totals> outcome) {
        if (outcome instanceof Outcome.Rejected<Totals> rejected) {
            return rejected.message();
        }
        if (outcome instanceof Outcome.Unknown<Totals> unknown) {
            return unknown.cause();
        }
        return outcome instanceof Outcome.NotSent<Totals> notSent ? notSent.cause() : outcome.label();
    }

    private static Body promised(Refund refund) {
        return Body.builder()
                .put("refund_no", refund.refundNo())
                .put("order_no", refund.orderNo())
                .put("state", refund.state().name())
                .put("amount", Fen.format(refund.refundFen()))
                .build();
    }

    private static String given(RoutingContext ctx, String name) {
        return ctx.request().getParam(name, "");
    }
}
