package io.wutong.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.wutong.port.Clock;
import io.wutong.spi.Body;
import io.wutong.store.claims.ClaimBook;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations of the admin contract about manual claims; a word that ends one is logged with who gave it. */
final class ClaimRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimRoutes.class);

    private final ClaimBook claims;
    private final Clock clock;

    ClaimRoutes(ClaimBook claims, Clock clock) {
        this.claims = claims;
        this.clock = clock;
    }

    Map<String, Handler<RoutingContext>> handlers() {
        return Map.of(
                "listClaims",
                ctx -> AdminListener.answer(
                        ctx, claims.list(given(ctx, "node"), given(ctx, "state"), given(ctx, "psn_no"))),
                "showClaim",
                ctx -> AdminListener.answer(ctx, claims.show(ctx.pathParam("claimNo"))),
                "withdrawClaim",
                ctx -> AdminListener.answer(ctx, withdraw(ctx)),
                "payClaim",
                ctx -> AdminListener.answer(ctx, pay(ctx)));
    }

    private Future<Body> withdraw(RoutingContext ctx) {
        String claimNo = ctx.pathParam("claimNo");
        return claims.withdraw(claimNo, given(ctx, "by"), given(ctx, "why"), clock.now())
                .onSuccess(done -> LOG.info("claim {} withdrawn by {}", claimNo, given(ctx, "by")));
    }

    private Future<Body> pay(RoutingContext ctx) {
        String claimNo = ctx.pathParam("claimNo");
        long fen = Long.parseLong(given(ctx, "amount_fen")); // a number, says the contract
        return claims.pay(claimNo, fen, given(ctx, "by"), given(ctx, "why"), clock.now())
                .onSuccess(done -> LOG.info("claim {} paid by {}", claimNo, given(ctx, "by")));
    }

    private static String given(RoutingContext ctx, String name) {
        return AdminListener.parameter(ctx, name);
    }
}
