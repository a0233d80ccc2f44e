package io.wutong.store.benefit;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.wutong.benefit.Adjustment;
import io.wutong.benefit.Calculation;
import io.wutong.benefit.PolicyReader;
import io.wutong.benefit.rules.Policy;
import io.wutong.store.imports.Yaml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what homes have calculated, to explain it. */
public final class Calculations {

    private final Pool pool;

    public Calculations(Pool pool) {
        this.pool = pool;
    }

    /** The calculation of a settlement; empty when no home of this store has calculated it. */
    public Future<Optional<Calculation>> find(String setlId) {
        return pool.preparedQuery("select node, psn_no, setl_id, desk, insutype, at, standing, basis, now"
                        + " from calculation where setl_id = $1")
                .execute(Tuple.of(setlId))
                .map(Calculations::first);
    }

    private static Optional<Calculation> first(RowSet<Row> set) {
        for (Row row : set) {
            return Optional.of(new Calculation(
                    row.getString(0),
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getOffsetDateTime(5).toInstant(),
                    row.getBoolean(6),
                    row.getString(7),
                    row.getString(8)));
        }
        return Optional.empty();
    }

    /** What was adjusted on a settlement, oldest first. */
    public Future<List<Adjustment>> adjustments(String setlId) {
        return pool.preparedQuery("select node, setl_id, cause, fund_pay_type, fund_fen, at from adjustment"
                        + " where setl_id = $1 order by at, cause, fund_pay_type")
                .execute(Tuple.of(setlId))
                .map(set -> {
                    List<Adjustment> adjustments = new ArrayList<>();
                    set.forEach(row -> adjustments.add(new Adjustment(
                            row.getString(0),
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getLong(4),
                            row.getOffsetDateTime(5).toInstant())));
                    return adjustments;
                });
    }

    /** Policies that are or were in force, by content hash. */
    public Future<Map<String, Policy>> policies(List<String> hashes) {
        return pool.preparedQuery("select version, content from document where kind = 'policy' and version = any($1)")
                .execute(Tuple.of(hashes.toArray(String[]::new)))
                .map(set -> {
                    Map<String, Policy> policies = new HashMap<>();
                    set.forEach(row -> policies.put(
                            row.getString(0), PolicyReader.read(Yaml.read(row.getString(1)), row.getString(0))));
                    return policies;
                });
    }
}
