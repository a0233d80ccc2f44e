package io.wutong.http;

import io.vertx.core.Future;
import io.wutong.payment.GiveBack;
import io.wutong.payment.Refund;
import io.wutong.reconcile.rules.Totals;
import io.wutong.spi.Outcome;
import java.time.LocalDate;

/** What an operator may have done about the patients' money. */
public interface MoneyDesk {

    /** Compares a day with a channel's bill, whether or not it was compared before; differences become tasks. */
    Future<Outcome<Totals>> compareDay(String channel, LocalDate day);

    /** Gives part of what was paid back; fails with a {@link io.wutong.envelope.Refusal}. */
    Future<Refund> giveBack(GiveBack ask);
}
