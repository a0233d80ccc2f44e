package io.wutong.store.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.wutong.envelope.Fault;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Finds any transaction in an instant, by message id, trace or state, and sums up the books. No personal data. */
public final class Journal {

    private static final int ROWS_MAX = 200;

    private final Pool pool;

    public Journal(Pool pool) {
        this.pool = pool;
    }

    /** Exchanges by message id, trace id or state; the newest first, at most {@value #ROWS_MAX}. */
    public Future<Value> find(String msgid, String traceId, String state) {
        return list(
                "select entry_node, fixmedins_code, msgid, infno, state, outcome, code, result, origin, trace_id,"
                        + " destination, attempt, hops, received_at, answered_at from exchange"
                        + " where ($1 = '' or msgid = $1) and ($2 = '' or trace_id = $2) and ($3 = '' or state = $3)"
                        + " order by received_at desc limit " + ROWS_MAX,
                Tuple.of(msgid, traceId, state),
                row -> Body.builder()
                        .put("entry_node", row.getString(0))
                        .put("fixmedins_code", row.getString(1))
                        .put("msgid", row.getString(2))
                        .put("infno", row.getString(3))
                        .put("state", row.getString(4))
                        .put("outcome", row.getString(5))
                        .put("code", row.getString(6))
                        .put("result", row.getString(7))
                        .put("origin", row.getString(8))
                        .put("trace_id", row.getString(9))
                        .put("destination", row.getString(10))
                        .put("attempt", row.getInteger(11))
                        .put("hops", hops(row.getString(12)))
                        .put(
                                "received_at",
                                row.getOffsetDateTime(13).toInstant().toString())
                        .put(
                                "answered_at",
                                row.getOffsetDateTime(14) == null
                                        ? null
                                        : row.getOffsetDateTime(14).toInstant().toString())
                        .build());
    }

    /** How many exchanges ended how, by transaction. */
    public Future<Value> outcomes() {
        return list(
                "select infno, case when state = 'ANSWERED' then outcome else lower(state) end as o, count(*)"
                        + " from exchange group by infno, o order by infno, o",
                Tuple.tuple(),
                row -> Body.builder()
                        .put("infno", row.getString(0))
                        .put("outcome", row.getString(1))
                        .put("count", row.getLong(2))
                        .build());
    }

    /** A settlement at every node that has it, with its entries and state changes. */
    public Future<Value> settlement(String setlId) {
        Future<Value> rows = list(
                "select node, mdtrt_id, msgid, state, init_setl_id, cancelled_by, medfee_sum_fen, fund_sum_fen, acct_fen,"
                        + " cash_fen, hospital_fen, order_no, at from settlement where setl_id = $1 order by node",
                Tuple.of(setlId),
                row -> Body.builder()
                        .put("node", row.getString(0))
                        .put("mdtrt_id", row.getString(1))
                        .put("msgid", row.getString(2))
                        .put("state", row.getString(3))
                        .put("init_setl_id", row.getString(4))
                        .put("cancelled_by", row.getString(5))
                        .fen("medfee_sumamt", row.getLong(6))
                        .fen("fund_pay_sumamt", row.getLong(7))
                        .fen("acct_pay", row.getLong(8))
                        .fen("psn_cash_pay", row.getLong(9))
                        .fen("hosp_part_amt", row.getLong(10))
                        .put("order_no", row.getString(11))
                        .put("at", row.getOffsetDateTime(12).toInstant().toString())
                        .build());
        Future<Value> entries = list(
                "select node, entry_set, account, amount_fen from ledger_entry where setl_id = $1"
                        + " order by node, at, entry_set, seq",
                Tuple.of(setlId),
                row -> Body.builder()
                        .put("node", row.getString(0))
                        .put("set", row.getString(1))
                        .put("account", row.getString(2))
                        .fen("amount", row.getLong(3))
                        .build());
        return rows.compose(found -> found.equals(Value.Items.EMPTY)
                ? Future.failedFuture(Fault.SETTLEMENT.refusal(setlId))
                : entries.map(lines -> Body.builder()
                        .put("setl_id", setlId)
                        .put("nodes", found)
                        .put("entries", lines)
                        .build()));
    }

    /** The balance of every account of a node, or of all. */
    public Future<Value> books(String node) {
        return list(
                "select node, account, sum(amount_fen)::bigint, count(*) from ledger_entry where ($1 = '' or node = $1)"
                        + " group by node, account order by node, account",
                Tuple.of(node),
                row -> Body.builder()
                        .put("node", row.getString(0))
                        .put("account", row.getString(1))
                        .put("balance", new Value.Num(Fen.format(row.getLong(2))))
                        .put("entries", row.getLong(3))
                        .build());
    }

    /** What the outbox still has to do, and what it has given up. */
    public Future<Value> tasks() {
        return list(
                "select node, kind, ref, state, attempts, due_at from task where state <> 'DONE' order by due_at limit "
                        + ROWS_MAX,
                Tuple.tuple(),
                row -> Body.builder()
                        .put("node", row.getString(0))
                        .put("kind", row.getString(1))
                        .put("ref", row.getString(2))
                        .put("state", row.getString(3))
                        .put("attempts", row.getInteger(4))
                        .put("due_at", row.getOffsetDateTime(5).toInstant().toString())
                        .build());
    }

    private static Value hops(String text) {
        Value hops = Json.read("{\"hops\":" + text + "}").get("hops");
        return hops == null ? Value.Items.EMPTY : hops;
    }

    private Future<Value> list(String sql, Tuple arguments, Function<Row, Body> reader) {
        Future<RowSet<Row>> found = pool.preparedQuery(sql).execute(arguments);
        return found.map(set -> {
            List<Value> rows = new ArrayList<>();
            set.forEach(row -> rows.add(reader.apply(row)));
            return new Value.Items(rows);
        });
    }
}
