package io.wutong.store.catalogue;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.wutong.catalogue.Catalogue;
import io.wutong.catalogue.CatalogueMapping;
import io.wutong.catalogue.DecideMapping;
import io.wutong.catalogue.MappingState;
import io.wutong.catalogue.Resplit;
import io.wutong.catalogue.rules.Validity;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Directory;
import io.wutong.port.Store;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The codes that nobody knew: lists them, takes decisions, and splits again what waited for them.
 *
 * <p>A decision is one commit, each visit that waits is one more: {@link #splitAgain} finds them by an index of the lines
 * that were put aside and may be run at any time, by any process, as often as one likes.
 */
public final class MappingQueue {

    public static final int ROWS_MAX = 200;
    private static final int CHOICES_PER_COMMIT = 200;
    private static final int VISITS_PER_PAGE = 100;

    private final Pool pool;
    private final Store store;
    private final Supplier<Directory> directory;

    public MappingQueue(Pool pool, Store store, Supplier<Directory> directory) {
        this.pool = pool;
        this.store = store;
        this.directory = directory;
    }

    /** All decisions that stand. */
    public static Future<List<CatalogueMapping>> decided(Pool pool) {
        return pool.query("select node, fixmedins_code, local_code, local_name, sent_code, state, code, reason,"
                        + " valid_from, valid_to, decided_by, at from catalogue_mapping where state <> 'PROPOSED'")
                .execute()
                .map(set -> {
                    List<CatalogueMapping> decided = new ArrayList<>();
                    set.forEach(row -> decided.add(mapping(row)));
                    return decided;
                });
    }

    private static CatalogueMapping mapping(Row row) {
        return new CatalogueMapping(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                MappingState.valueOf(row.getString(5)),
                row.getString(6),
                row.getString(7),
                Validity.parse(row.getString(8), row.getString(9)),
                row.getString(10),
                row.getOffsetDateTime(11).toInstant());
    }

    /**
     * Rows in a state, the oldest first, each with the number of lines that wait for it.
     *
     * @param node empty for all
     * @param fixmedinsCode empty for all
     */
    public Future<Value> list(MappingState state, String node, String fixmedinsCode) {
        return pool.preparedQuery("select m.node, m.fixmedins_code, m.local_code, m.local_name, m.sent_code, m.state,"
                        + " m.code, m.reason, m.valid_from, m.valid_to, m.decided_by, m.at,"
                        + " (select count(*) from fee_line l join visit v on v.node = l.node and v.mdtrt_id = l.mdtrt_id"
                        + "  where l.unmapped and not l.voided and l.node = m.node and l.local_code = m.local_code"
                        + "  and v.fixmedins_code = m.fixmedins_code) from catalogue_mapping m"
                        + " where m.state = $1 and ($2 = '' or m.node = $2) and ($3 = '' or m.fixmedins_code = $3)"
                        + " order by m.at, m.local_code limit " + ROWS_MAX)
                .execute(Tuple.of(state.name(), node, fixmedinsCode))
                .map(set -> {
                    List<Value> rows = new ArrayList<>();
                    set.forEach(row -> rows.add(body(mapping(row), row.getLong(12))));
                    return new Value.Items(rows);
                });
    }

    private static Body body(CatalogueMapping mapping, long waiting) {
        return Body.builder()
                .put("node", mapping.node())
                .put("fixmedins_code", mapping.fixmedinsCode())
                .put("local_code", mapping.localCode())
                .put("local_name", mapping.localName())
                .put("sent_code", mapping.sentCode())
                .put("state", mapping.state().name())
                .put("state_zh", mapping.state().zh())
                .put("code", mapping.code())
                .put("reason", mapping.reason())
                .put("valid_from", mapping.validity().fromText())
                .put("valid_to", mapping.validity().toText())
                .put("decided_by", mapping.by())
                .put("lines_waiting", waiting)
                .put("at", mapping.at().toString())
                .build();
    }

    /** Takes decisions; how many of them are new. */
    public Future<Integer> decide(List<DecideMapping.Choice> choices, String by, String why, Instant at) {
        for (DecideMapping.Choice choice : choices) {
            if (choice.event() == MappingState.Event.MAP
                    && !catalogue(choice.node()).has(choice.code())) {
                return Future.failedFuture(
                        Fault.MAPPING.refusal(choice.localCode(), "目录中没有编码 · not in the catalogue: " + choice.code()));
            }
        }
        Future<Integer> done = Future.succeededFuture(0);
        for (int from = 0; from < choices.size(); from += CHOICES_PER_COMMIT) {
            DecideMapping page = new DecideMapping(
                    choices.subList(from, Math.min(choices.size(), from + CHOICES_PER_COMMIT)), by, why, at);
            done = done.compose(before -> store.commit(page).map(changed -> before + changed));
        }
        return done;
    }

    private Catalogue catalogue(String node) {
        Directory now = directory.get();
        return now.topology()
                .find(node)
                .map(found -> now.catalogue(found.area()))
                .orElse(Catalogue.EMPTY);
    }

    /** Splits again what was put aside and is known by now; how many lines. */
    public Future<Integer> splitAgain(Instant at) {
        return page("", "", 0, at);
    }

    private Future<Integer> page(String afterNode, String afterVisit, int before, Instant at) {
        return pool.preparedQuery("select distinct l.node, l.mdtrt_id from fee_line l"
                        + " join visit v on v.node = l.node and v.mdtrt_id = l.mdtrt_id"
                        + " where l.unmapped and not l.voided and v.state in ('OPEN', 'DISCHARGED')"
                        + " and (l.node, l.mdtrt_id) > ($1, $2) order by l.node, l.mdtrt_id limit " + VISITS_PER_PAGE)
                .execute(Tuple.of(afterNode, afterVisit))
                .compose(set -> {
                    Future<Integer> done = Future.succeededFuture(before);
                    String node = "";
                    String visit = "";
                    for (Row row : set) {
                        node = row.getString(0);
                        visit = row.getString(1);
                        Resplit again = new Resplit(directory.get(), node, visit, at);
                        done = done.compose(sum -> store.commit(again).map(lines -> sum + lines));
                    }
                    if (set.size() < VISITS_PER_PAGE) {
                        return done;
                    }
                    String lastNode = node;
                    String lastVisit = visit;
                    return done.compose(sum -> page(lastNode, lastVisit, sum, at));
                });
    }
}
