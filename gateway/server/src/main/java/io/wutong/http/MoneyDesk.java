package io.wutong.http;

import io.vertx.core.Future;
import io.wutong.payment.GiveBack;
import io.wutong.payment.Refund;
import io.wutong.reconcile.rules.Totals;
import io.wutong.spi.Outcome;
import java.time.LocalDate;

/** What an operator may have done about the patients' money. */
public interface MoneyDesk {

    /**
     * Compares a day with a channel's bill or with a home's legacy system, whether or not it was compared before;
     * differences become tasks.
     *
     * @param party the configured name of the channel or of the home's adapter
     */
    Future<Outcome<Totals>> compareDay(String party, LocalDate day);

    /** Gives part of what was paid back; fails with a {@link io.wutong.envelope.Refusal}. */
    Future<Refund> giveBack(GiveBack ask);
}
