package io.wutong.store.journal;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.wutong.cases.CaseKind;
import io.wutong.cases.CaseText;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.PeerCodec;
import io.wutong.settlement.Settlement;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import io.wutong.store.HopLines;
import io.wutong.store.Settlements;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds any transaction in an instant, by message id, trace, state, institution or time, and sums up the books. No personal data. */
public final class Journal {

    private static final int ROWS_MAX = ExchangeFilter.ROWS_MAX;
    private static final Duration DAY = Duration.ofDays(1);

    private final Pool pool;

    public Journal(Pool pool) {
        this.pool = pool;
    }

    /**
     * Exchanges, the newest first. A search that no index narrows looks at the day before {@code now}, or before
     * {@code to}: the table only grows.
     */
    public Future<Value> find(ExchangeFilter asked, Instant now) {
        ExchangeFilter filter =
                asked.narrow() ? asked : asked.since((asked.to() == null ? now : asked.to()).minus(DAY));
        StringBuilder sql = new StringBuilder(
                "select entry_node, fixmedins_code, msgid, infno, state, outcome, code, result, origin, trace_id,"
                        + " destination, attempt, hops, received_at, answered_at from exchange where true");
        List<Object> arguments = new ArrayList<>();
        // only what was asked stands in the text, so that the planner sees which index to take
        condition(sql, arguments, "msgid =", text(filter.msgid()));
        condition(sql, arguments, "trace_id =", text(filter.traceId()));
        condition(sql, arguments, "infno =", text(filter.infno()));
        condition(sql, arguments, "fixmedins_code =", text(filter.fixmedinsCode()));
        condition(sql, arguments, "received_at >=", time(filter.from()));
        condition(sql, arguments, "received_at <", time(filter.to()));
        if (!filter.state().isEmpty()) {
            // a constant, for the partial index of open ones; its name comes from the enum and from nowhere else
            sql.append(" and state = '")
                    .append(Exchange.State.valueOf(filter.state()))
                    .append('\'');
        }
        sql.append(" order by received_at desc, msgid limit ").append(filter.rowsMax());
        return list(
                sql.toString(),
                Tuple.wrap(arguments),
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
                        .put(
                                "hops",
                                PeerCodec.hopsValue(
                                        HopLines.read(row.getBuffer(12).getBytes())))
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

    /** A settlement at every node that has it, with its fund lines, entries and state changes. */
    public Future<Value> settlement(String setlId) {
        Future<List<Settlement>> found = Settlements.find(pool, setlId);
        Future<Value> entries = list(
                "select node, entry_set, account, amount_fen from ledger_entry"
                        + " where (entry_set = $1 or (setl_id = $1 and setl_id <> entry_set))"
                        + " order by node, at, entry_set, seq",
                Tuple.of(setlId),
                row -> Body.builder()
                        .put("node", row.getString(0))
                        .put("set", row.getString(1))
                        .put("account", row.getString(2))
                        .fen("amount", row.getLong(3))
                        .build());
        Future<Value> changes = list(
                "select node, subject, from_state, event, to_state, cause, at from state_change"
                        + " where (subject = 'settlement' and id = $1)"
                        + " or (subject = 'order' and (node, id) in"
                        + " (select node, order_no from payment_order where setl_id = $1))"
                        + " or (subject = 'refund' and (node, id) in"
                        + " (select node, refund_no from refund where setl_id = $1)) order by at, serial",
                Tuple.of(setlId),
                row -> Body.builder()
                        .put("node", row.getString(0))
                        .put("subject", row.getString(1))
                        .put("from", row.getString(2))
                        .put("event", row.getString(3))
                        .put("to", row.getString(4))
                        .put("cause", row.getString(5))
                        .put("at", row.getOffsetDateTime(6).toInstant().toString())
                        .build());
        return Future.all(found, entries, changes)
                .compose(all -> found.result().isEmpty()
                        ? Future.failedFuture(Fault.SETTLEMENT.refusal(setlId))
                        : Future.succeededFuture(Body.builder()
                                .put("setl_id", setlId)
                                .put(
                                        "nodes",
                                        found.result().stream()
                                                .map(Journal::atNode)
                                                .toList())
                                .put(
                                        "funds",
                                        found.result().stream()
                                                .flatMap(Journal::funds)
                                                .toList())
                                .put("entries", entries.result())
                                .put("changes", changes.result())
                                .build()));
    }

    private static Body atNode(Settlement settlement) {
        return Body.builder()
                .put("node", settlement.node())
                .put("mdtrt_id", settlement.mdtrtId())
                .put("msgid", settlement.msgid())
                .put("state", settlement.state().name())
                .put("init_setl_id", settlement.initSetlId())
                .put("cancelled_by", settlement.cancelledBy())
                .fen("medfee_sumamt", settlement.medfeeSumFen())
                .fen("fund_pay_sumamt", settlement.fundSumFen())
                .fen("acct_pay", settlement.acctFen())
                .fen("psn_cash_pay", settlement.cashFen())
                .fen("hosp_part_amt", settlement.hospitalFen())
                .put("order_no", settlement.orderNo())
                .put("at", settlement.at().toString())
                .build();
    }

    private static Stream<Body> funds(Settlement settlement) {
        return settlement.output().bodies("setldetail").stream()
                .map(line -> Body.builder()
                        .put("node", settlement.node())
                        .put("fund_pay_type", line.textOr("fund_pay_type", "?"))
                        .put("fund_name", line.textOr("fund_pay_type_name", ""))
                        .fen("inscp_scp_amt", line.fen("inscp_scp_amt").orElse(0L))
                        .fen("fund_payamt", line.fen("fund_payamt").orElse(0L))
                        .build());
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
                        .put("balance", Value.fen(row.getLong(2)))
                        .put("entries", row.getLong(3))
                        .build());
    }

    /** What the outbox still has to do, and what it has given up. */
    public Future<Value> tasks() {
        return list(
                "select node, kind, ref, state, attempts, due_at, last_error from task where state <> 'DONE' order by"
                        + " due_at limit "
                        + ROWS_MAX,
                Tuple.tuple(),
                row -> Body.builder()
                        .put("node", row.getString(0))
                        .put("kind", row.getString(1))
                        .put("ref", row.getString(2))
                        .put("state", row.getString(3))
                        .put("attempts", row.getInteger(4))
                        .put("due_at", row.getOffsetDateTime(5).toInstant().toString())
                        .put("last_error", row.getString(6))
                        .build());
    }

    /** What only an operator can bring to an end, the oldest first. */
    public Future<Value> cases() {
        return list(
                "select node, kind, ref, cause, opened_at, actor, due_at from operator_case where state = 'OPEN' order by opened_at"
                        + " limit "
                        + ROWS_MAX,
                Tuple.tuple(),
                row -> Body.builder()
                        .put("node", row.getString(0))
                        .put("kind", row.getString(1))
                        .put("ref", row.getString(2))
                        .put("cause", CaseText.zh(row.getString(3)))
                        .put("code", CaseKind.of(row.getString(1)).code())
                        .put("text", CaseKind.of(row.getString(1)).zh())
                        .put("who", CaseKind.of(row.getString(1)).who())
                        .put("opened_at", row.getOffsetDateTime(4).toInstant().toString())
                        .put("actor", row.getString(5))
                        .put(
                                "due_at",
                                row.getOffsetDateTime(6) == null
                                        ? ""
                                        : row.getOffsetDateTime(6).toInstant().toString())
                        .build());
    }

    /** What happened to a case, the oldest first. */
    public Future<Value> caseHistory(String node, String kind, String ref) {
        return list(
                "select at, event, to_state, cause from state_change where node = $1 and subject = 'case' and id = $2"
                        + " order by at, serial limit " + ROWS_MAX,
                Tuple.of(node, kind + "/" + ref),
                row -> Body.builder()
                        .put("at", row.getOffsetDateTime(0).toInstant().toString())
                        .put("event", row.getString(1))
                        .put("state", row.getString(2))
                        .put("text", CaseText.zh(row.getString(3)))
                        .put("text_en", CaseText.en(row.getString(3)))
                        .build());
    }

    private static void condition(StringBuilder sql, List<Object> arguments, String left, @Nullable Object right) {
        if (right != null) {
            arguments.add(right);
            sql.append(" and ").append(left).append(" $").append(arguments.size());
        }
    }

    private static @Nullable String text(String given) {
        return given.isEmpty() ? null : given;
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant given) {
        return given == null ? null : given.atOffset(ZoneOffset.UTC);
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
