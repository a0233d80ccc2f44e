package io.wutong.sandbox.chaos;

import io.wutong.sandbox.stand.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the books again and again while everything breaks: in any one snapshot of a database each set of entries sums
 * to zero, no visit is settled twice, and no settlement stands without its entries.
 */
final class Snapshots implements AutoCloseable {

    private static final long EVERY_MILLIS = 1_000;
    private static final int SHOWN_MAX = 20;

    private static final String BROKEN = """
            select 'entries of ' || node || ' ' || entry_set || ' sum to ' || sum(amount_fen) from ledger_entry
              group by node, entry_set having sum(amount_fen) <> 0
            union all
            select 'visit ' || node || ' ' || mdtrt_id || ' is settled ' || count(*) || ' times' from settlement
              where state = 'STANDING' and init_setl_id is null group by node, mdtrt_id having count(*) > 1
            union all
            select 'settlement ' || s.node || ' ' || s.setl_id || ' stands without entries' from settlement s
              where s.state = 'STANDING' and s.init_setl_id is null and not exists
                (select 1 from ledger_entry e where e.node = s.node and e.entry_set = s.setl_id)
            limit 20""";

    private final List<Member> members;
    private final List<String> found = new ArrayList<>();
    private final Map<Member, Database> open = new TreeMap<>(java.util.Comparator.comparing(member -> member.name));
    private final Thread thread;
    private volatile boolean over;
    private volatile int taken;

    private Snapshots(List<Member> members) {
        this.members = members;
        this.thread = new Thread(this::run, "snapshots");
    }

    static Snapshots of(Cluster cluster) {
        Snapshots snapshots = new Snapshots(cluster.members());
        snapshots.thread.start();
        return snapshots;
    }

    /** What does not hold in one snapshot. */
    static List<String> unbalanced(Database database) throws SQLException {
        return database.rows(BROKEN).stream().map(row -> row.get(0)).toList();
    }

    private void run() {
        while (!over) {
            for (Member member : members) {
                look(member);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look(Member member) {
        Database database = open.get(member);
        try {
            if (database == null) {
                database = member.open();
                open.put(member, database);
            }
            List<String> broken = unbalanced(database);
            taken++;
            synchronized (found) {
                broken.stream()
                        .limit(SHOWN_MAX - Math.min(SHOWN_MAX, found.size()))
                        .forEach(found::add);
            }
        } catch (SQLException e) {
            open.remove(member); // the server is down just now, or was
        }
    }

    int taken() {
        return taken;
    }

    List<String> found() {
        synchronized (found) {
            return List.copyOf(found);
        }
    }

    @Override
    public void close() throws InterruptedException, SQLException {
        over = true;
        thread.join();
        for (Database database : open.values()) {
            database.close();
        }
    }
}
