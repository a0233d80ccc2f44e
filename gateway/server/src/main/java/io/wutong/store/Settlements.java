package io.wutong.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import io.wutong.settlement.Settlement;
import java.util.ArrayList;
import java.util.List;

/** Settlements by their number alone. */
public final class Settlements {

    private static final String BY_NUMBER = "select " + SettlementTables.SETTLEMENT.selectList("t") + " from "
            + SettlementTables.SETTLEMENT.from() + " where t.setl_id = $1 order by t.node";

    private Settlements() {}

    /** A settlement at every node that has it. */
    public static Future<List<Settlement>> find(Pool pool, String setlId) {
        return pool.preparedQuery(BY_NUMBER).execute(Tuple.of(setlId)).map(set -> {
            List<Settlement> found = new ArrayList<>();
            set.forEach(row -> found.add(SettlementTables.SETTLEMENT.read(row)));
            return found;
        });
    }
}
