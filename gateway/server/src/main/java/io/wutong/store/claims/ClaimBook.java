package io.wutong.store.claims;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.wutong.cure.Claim;
import io.wutong.cure.ClaimState;
import io.wutong.cure.EndClaim;
import io.wutong.envelope.Fault;
import io.wutong.port.Key;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.store.PersonalData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Manual claims as clerks see them: lists them, shows one with all that it claims, takes the word that ends one. */
public final class ClaimBook {

    public static final int ROWS_MAX = 200;

    private static final String STATE = "case when paid_at is not null then 'PAID'"
            + " when withdrawn_at is not null then 'WITHDRAWN' else 'STANDING' end";

    private final Pool pool;
    private final Store store;

    public ClaimBook(Pool pool, Store store) {
        this.pool = pool;
        this.store = store;
    }

    /**
     * The newest first.
     *
     * @param node the home; empty for all
     * @param state a name of {@link ClaimState}; empty for all
     * @param psnNo whose; empty for all
     */
    public Future<Value> list(String node, String state, String psnNo) {
        return pool.preparedQuery(
                        "select node, psn_no, claim_no, content, at, withdrawn_at, paid_at, paid_fen, " + STATE
                                + " from claim where ($1 = '' or node = $1) and ($2 = '' or " + STATE + " = $2)"
                                + " and ($3 = '' or psn_no = $3) order by at desc, claim_no limit " + ROWS_MAX)
                .execute(Tuple.of(node, state, psnNo))
                .map(set -> {
                    List<Value> rows = new ArrayList<>();
                    set.forEach(row -> rows.add(shown(row).build()));
                    return new Value.Items(rows);
                });
    }

    /** One, with its content and what happened to it; fails with a {@link io.wutong.envelope.Refusal} when there is none. */
    public Future<Body> show(String claimNo) {
        return pool.preparedQuery("select node, psn_no, claim_no, content, at, withdrawn_at, paid_at, paid_fen, "
                        + STATE + " from claim where claim_no = $1")
                .execute(Tuple.of(claimNo))
                .compose(set -> set.size() == 0
                        ? Future.failedFuture(Fault.CLAIM.refusal(claimNo))
                        : history(set.iterator().next()));
    }

    private Future<Body> history(Row found) {
        return pool.preparedQuery("select at, event, to_state, cause from state_change"
                        + " where node = $1 and subject = 'claim' and id = $2 order by at, serial limit " + ROWS_MAX)
                .execute(Tuple.of(found.getString(0), found.getString(2)))
                .map(set -> {
                    List<Body> changes = new ArrayList<>();
                    set.forEach(row -> changes.add(Body.builder()
                            .put("at", row.getOffsetDateTime(0).toInstant().toString())
                            .put("event", row.getString(1))
                            .put("state", row.getString(2))
                            .put("cause", row.getString(3))
                            .build()));
                    return shown(found)
                            .put("content", content(found))
                            .put("history", changes)
                            .build();
                });
    }

    private static Body content(Row row) {
        return Json.read(PersonalData.open(row.getString(3)));
    }

    private static Body.Builder shown(Row row) {
        Body content = content(row);
        ClaimState state = ClaimState.valueOf(row.getString(8));
        return Body.builder()
                .put("node", row.getString(0))
                .put("claim_no", row.getString(2))
                .put("psn_no", row.getString(1))
                .put("state", state.name())
                .put("state_zh", state.zh())
                .put("channel", content.textOr("channel", "direct"))
                .put("fixmedins_code", content.textOr("fixmedins_code", ""))
                .put("ipt_otp_no", content.textOr("ipt_otp_no", ""))
                .put("mdtrt_id", content.textOr("mdtrt_id", ""))
                .put("setl_id", content.textOr("setl_id", ""))
                .put("medfee_sumamt", content.textOr("medfee_sumamt", ""))
                .put("at", time(row, 4))
                .put("ended_at", time(row, state == ClaimState.PAID ? 6 : 5))
                .fen("paid_amount", row.getLong(7));
    }

    private static String time(Row row, int column) {
        return row.getOffsetDateTime(column) == null
                ? ""
                : row.getOffsetDateTime(column).toInstant().toString();
    }

    /** Given up; the same once more changes nothing. */
    public Future<Body> withdraw(String claimNo, String by, String why, Instant at) {
        return end(claimNo, key -> EndClaim.withdraw(key, by, why, at));
    }

    /** Paid; the same once more changes nothing. */
    public Future<Body> pay(String claimNo, long fen, String by, String why, Instant at) {
        return end(claimNo, key -> EndClaim.pay(key, fen, by, why, at));
    }

    private Future<Body> end(String claimNo, Function<Key<Claim>, EndClaim> word) {
        return pool.preparedQuery("select node, psn_no, mdtrt_id from claim where claim_no = $1")
                .execute(Tuple.of(claimNo))
                .compose(set -> {
                    if (set.size() == 0) {
                        return Future.failedFuture(Fault.CLAIM.refusal(claimNo));
                    }
                    Row row = set.iterator().next();
                    return store.commit(word.apply(Claim.key(row.getString(0), row.getString(1), row.getString(2))));
                })
                .compose(ended -> show(ended.claimNo()));
    }
}
