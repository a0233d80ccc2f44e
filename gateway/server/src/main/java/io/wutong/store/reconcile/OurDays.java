package io.wutong.store.reconcile;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import io.wutong.reconcile.OurDay;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Payments by the moment at which we learnt of them, refunds by the moment at which they became due. */
public final class OurDays implements OurDay {

    private static final String SQL = "select key, fen, at, done from ("
            + "select 'P' || order_no as key, amount_fen as fen, paid_at as at, true as done from payment_order"
            + " where channel = $1 and paid_at >= $2 and paid_at < $3"
            + " union all "
            + "select 'R' || refund_no, refund_fen, created_at, state = 'REFUNDED' from refund"
            + " where channel = $1 and created_at >= $2 and created_at < $3"
            + ") day where key collate \"C\" > $4 collate \"C\" order by key collate \"C\" limit $5";

    private final Pool pool;

    public OurDays(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<List<OurRow>> page(String channel, Instant from, Instant to, String after, int max) {
        return pool.preparedQuery(SQL)
                .execute(Tuple.of(channel, from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC), after, max))
                .map(set -> {
                    List<OurRow> rows = new ArrayList<>(set.size());
                    set.forEach(row -> rows.add(new OurRow(
                            row.getString(0),
                            row.getLong(1),
                            row.getOffsetDateTime(2).toInstant(),
                            row.getBoolean(3))));
                    return rows;
                });
    }
}
