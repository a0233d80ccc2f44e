package io.wutong.sandbox.bench;

import java.sql.SQLException;
import java.util.List;

/** Whether what was acknowledged stands in the store, whole and balanced. */
final class Proof {

    private static final String QUESTION = """
            with v as (
              select node, mdtrt_id, setl_id from visit
              where node in ('%1$s', '%2$s') and mdtrt_id >= ? and mdtrt_id < ? and state = 'SETTLED'),
            s as (select v.node, v.setl_id, s.msgid from v join settlement s using (node, setl_id) where s.state = 'STANDING'),
            l as (select s.node, s.setl_id from s join ledger_entry e on e.node = s.node and e.entry_set = s.setl_id
              group by 1, 2 having sum(amount_fen) = 0 and count(*) >= 2)
            select (select count(*) from v) as sides,
              (select count(*) from s) as settlements,
              (select count(*) from l) as balanced,
              (select count(*) from s join exchange e using (msgid)
                where s.node = '%1$s' and e.state = 'ANSWERED' and e.outcome = 'succeeded' and e.result = s.setl_id) as messages,
              (select count(*) from v join business_key k
                on k.node = v.node and k.kind = 'settlement' and k.value = v.mdtrt_id || '/whole'
                where k.state = 'STANDING' and k.result = v.setl_id) as keys,
              (select count(*) from s join calculation c on c.setl_id = s.setl_id where s.node = '%1$s') as calculations
            """;

    private Proof() {}

    /**
     * Compares a range of visits with what was acknowledged.
     *
     * @throws IllegalStateException when they differ: the run does not count
     */
    static void require(Database database, Patients.Home home, long first, long end, long acknowledged)
            throws SQLException {
        List<String> found = database.rows(
                        QUESTION.formatted(Patients.CARE, home.desk), Patients.mdtrtId(first), Patients.mdtrtId(end))
                .get(0);
        String one = Long.toString(acknowledged);
        String both = Long.toString(2 * acknowledged);
        if (!found.equals(List.of(both, both, both, one, both, one))) {
            throw new IllegalStateException("this run does not count: " + acknowledged
                    + " acknowledged; sides, settlements, balanced, messages, keys, calculations: " + found);
        }
    }
}
