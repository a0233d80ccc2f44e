package io.wutong.store.benefit;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import io.wutong.benefit.Adjustment;
import io.wutong.benefit.Calculation;
import io.wutong.benefit.PolicyReader;
import io.wutong.benefit.rules.Policy;
import io.wutong.spi.Json;
import io.wutong.store.PersonalData;
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
        return pool.preparedQuery(
                        "select c.node, c.psn_no, c.setl_id, c.desk, c.insutype, c.at, c.standing, c.basis, c.now"
                                + " from settlement s join calculation c on c.node = split_part(s.node, '/', 1)"
                                + " and c.psn_no = s.psn_no and c.setl_id = s.setl_id and c.desk = s.node where s.setl_id = $1")
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
                    Json.read(document(row.getBuffer(7))),
                    row.getBuffer(8) == null ? null : document(row.getBuffer(8))));
        }
        return Optional.empty();
    }

    private static String document(Buffer packed) {
        return PersonalData.openText(packed.getBytes());
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
