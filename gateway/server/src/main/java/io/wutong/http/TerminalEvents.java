package io.wutong.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.wutong.charge.Charge;
import io.wutong.charge.ChargeEvents;
import io.wutong.payment.PaymentEvents;
import io.wutong.payment.PaymentOrder;
import io.wutong.spi.Body;
import io.wutong.spi.Json;

/** Tells the terminals of an institution, on whatever loop they are connected, what became of an order or a charge. */
public final class TerminalEvents implements PaymentEvents, ChargeEvents {

    private static final String ADDRESS = "wutong.terminal.";

    private final Vertx vertx;

    public TerminalEvents(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void changed(PaymentOrder order) {
        vertx.eventBus().publish(ADDRESS + order.fixmedinsCode(), Json.writeText(body(order)));
    }

    @Override
    public void changed(Charge charge) {
        vertx.eventBus().publish(ADDRESS + charge.fixmedinsCode(), Json.writeText(TerminalCharges.body(charge)));
    }

    MessageConsumer<String> listen(String fixmedinsCode, Handler<Message<String>> handler) {
        return vertx.eventBus().localConsumer(ADDRESS + fixmedinsCode, handler);
    }

    static Body body(PaymentOrder order) {
        return Body.builder()
                .put("order_no", order.orderNo())
                .put("setl_id", order.setlId())
                .put("state", order.state().name())
                .put("state_zh", order.state().zh())
                .fen("amount", order.amountFen())
                .put("channel", order.channel())
                .put("code_url", order.prompt())
                .put("paid_at", order.paidAt() == null ? null : order.paidAt().toString())
                .put("expires_at", order.expiresAt().toString())
                .build();
    }
}
