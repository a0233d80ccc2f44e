package io.wutong.sandbox.bench;

import io.wutong.sandbox.stand.Database;
import io.wutong.sandbox.stand.Patients;
import java.sql.SQLException;
import java.util.List;

/** Whether what was acknowledged stands in the store, whole and balanced, at each of the two sides. */
final class Proof {

    private static final String SIDE = """
            with v as (
              select node, mdtrt_id, setl_id from visit
              where node = '%1$s' and mdtrt_id >= ? and mdtrt_id < ? and state = 'SETTLED'),
            s as (select v.node, v.setl_id, s.msgid, s.psn_no from v join settlement s using (node, setl_id) where s.state = 'STANDING'),
            l as (select s.node, s.setl_id from s join ledger_entry e on e.node = s.node and e.entry_set = s.setl_id
              group by 1, 2 having sum(amount_fen) = 0 and count(*) >= 2)
            select (select count(*) from v), (select count(*) from s), (select count(*) from l),
              (select count(*) from v join business_key k
                on k.node = v.node and k.kind = 'settlement' and k.value = v.mdtrt_id || '/whole'
                where k.state = 'STANDING' and k.result = v.setl_id), %2$s""";

    private static final String MESSAGES = "(select count(*) from s join exchange e using (msgid)"
            + " where e.state = 'ANSWERED' and e.outcome = 'succeeded' and e.result = s.setl_id)";
    private static final String CALCULATIONS = "(select count(*) from s join calculation c"
            + " on c.node = split_part(s.node, '/', 1) and c.psn_no = s.psn_no and c.setl_id = s.setl_id)";

    private Proof() {}

    /**
     * Compares a range of visits with what was acknowledged: visits settled, settlements, balanced sets of entries,
     * business keys, and the message at the place of care or the calculation at the home.
     *
     * @throws IllegalStateException when they differ: the run does not count
     */
    static void require(Database care, Database home, Patients.Home where, long first, long end, long acknowledged)
            throws SQLException {
        side(care, Patients.CARE, MESSAGES, first, end, acknowledged);
        side(home, where.desk, CALCULATIONS, first, end, acknowledged);
    }

    private static void side(Database database, String node, String last, long first, long end, long acknowledged)
            throws SQLException {
        List<String> found = database.rows(SIDE.formatted(node, last), Patients.mdtrtId(first), Patients.mdtrtId(end))
                .get(0);
        if (!found.stream().allMatch(Long.toString(acknowledged)::equals)) {
            throw new IllegalStateException("this run does not count: " + acknowledged + " acknowledged; at " + node
                    + " visits, settlements, balanced, keys, messages or calculations: " + found);
        }
    }
}
