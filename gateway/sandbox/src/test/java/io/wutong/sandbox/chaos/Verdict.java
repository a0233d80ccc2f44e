package io.wutong.sandbox.chaos;

import io.wutong.benefit.Accumulator;
import io.wutong.benefit.Calculation;
import io.wutong.benefit.PolicyReader;
import io.wutong.benefit.rules.Amounts;
import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.Policy;
import io.wutong.sandbox.chaos.CrashPoint.Role;
import io.wutong.sandbox.stand.Database;
import io.wutong.sandbox.stand.Patients;
import io.wutong.sandbox.stand.Patients.Home;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.store.PersonalData;
import io.wutong.store.imports.Imports;
import io.wutong.store.imports.Yaml;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is compared when a scenario is over: what each hospital was told, with the journals of all three processes, with
 * both sides' settlements and with the legacy system's; the books with the settlements; the accumulators with a
 * calculation from nothing. What does not hold is told by its kind.
 */
final class Verdict {

    /** What can be wrong. */
    enum Kind {
        /** A message has no end, or two. */
        ENDS,
        /** What the hospital was told is not what the place of care has. */
        TOLD,
        /** Two sides differ. */
        SIDES,
        /** Entries do not balance, or an account is not what the settlements say. */
        BOOKS,
        ACCUMULATORS,
        /** An order ended otherwise than its patient and its channel say. */
        ORDERS,
        /** What is to be done later about a settlement was not written with it. */
        OUTBOX,
        /** Something is still on its way. */
        UNDER_WAY
    }

    /** Something that does not hold. */
    record Finding(Kind kind, String what) {}

    private static final int SHOWN_MAX = 40;
    private static final String CARE = Patients.CARE;

    private final Cluster cluster;
    private final List<Bill> bills;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<Kind, Integer> counts = new TreeMap<>();

    private Verdict(Cluster cluster, List<Bill> bills) {
        this.cluster = cluster;
        this.bills = bills;
    }

    /** Compares everything. */
    static Verdict of(Cluster cluster, Hospital hospital) throws SQLException {
        Verdict verdict = new Verdict(cluster, hospital.bills());
        try (Database care = cluster.member(Role.CARE).open();
                Database nation = cluster.member(Role.NATION).open();
                Database home = cluster.member(Role.HOME).open()) {
            verdict.ends(care, List.of(nation, home));
            Map<String, Standing> atCare = standing(care, CARE);
            verdict.told(atCare);
            verdict.sides(atCare, home);
            verdict.booksOfCare(care);
            verdict.booksOfHome(home);
            verdict.accumulators(home);
            verdict.outbox(care);
            if (cluster.window != null) {
                cluster.window.compare(care).forEach(what -> verdict.found(Kind.ORDERS, what));
            }
            for (Database database : List.of(care, nation, home)) {
                underWay(database).forEach(what -> verdict.found(Kind.UNDER_WAY, what));
            }
        }
        return verdict;
    }

    private void found(Kind kind, String what) {
        counts.merge(kind, 1, Integer::sum);
        if (findings.size() < SHOWN_MAX) {
            findings.add(new Finding(kind, what));
        }
    }

    List<Finding> findings() {
        return findings;
    }

    Set<Kind> kinds() {
        return counts.keySet();
    }

    Map<Kind, Integer> counts() {
        return counts;
    }

    // ------------------------------------------------------------------ ends

    private record Row(String state, String outcome, String result) {}

    /** Each message that a hospital sent: one end told, one row at the place of care, the same at everybody's. */
    private void ends(Database care, List<Database> others) throws SQLException {
        Map<String, List<Row>> journal = journal(care);
        List<Map<String, List<Row>>> further = new ArrayList<>();
        for (Database other : others) {
            further.add(journal(other));
        }
        for (Bill bill : bills) {
            for (Sent sent : bill.sent()) {
                if (sent.infno.equals("5203")) {
                    continue;
                }
                if (sent.ends().size() > 1) {
                    found(
                            Kind.ENDS,
                            "told " + sent.ends().size() + " ends: "
                                    + sent.ends().stream().map(Sent::text).toList());
                }
                List<Row> rows = journal.getOrDefault(sent.msgid, List.of());
                if (rows.size() != 1) {
                    found(Kind.ENDS, sent.msgid + " has " + rows.size() + " rows at the place of care: " + rows);
                    continue;
                }
                end(sent, rows.get(0));
                for (Map<String, List<Row>> other : further) {
                    agrees(sent, rows.get(0), other.getOrDefault(sent.msgid, List.of()));
                }
            }
        }
    }

    private void end(Sent sent, Row row) {
        boolean reversed = row.state().equals("REVERSED");
        if (!reversed && !row.state().equals("ANSWERED")) {
            found(Kind.ENDS, sent + " is " + row + " at the place of care");
        } else if (!reversed && sent.ends().isEmpty()) {
            found(Kind.TOLD, "the hospital was told no end of " + sent.msgid + ", which is " + row);
        } else if (!reversed && sent.succeeded() != row.outcome().equals("succeeded")) {
            found(Kind.TOLD, "told " + sent + ", and it is " + row);
        } else if (!reversed
                && sent.infno.equals("2304")
                && sent.succeeded()
                && !sent.setlId().equals(row.result())) {
            found(Kind.TOLD, "told " + sent.setlId() + " of " + sent.msgid + ", and it is " + row);
        }
    }

    /** Another process may not have heard of what was refused before it, and may have given it up as not sent. */
    private void agrees(Sent sent, Row atCare, List<Row> there) {
        if (there.size() > 1) {
            found(Kind.ENDS, sent.msgid + " has " + there.size() + " rows further on: " + there);
        }
        boolean succeeded =
                atCare.state().equals("ANSWERED") && atCare.outcome().equals("succeeded");
        for (Row row : there) {
            boolean did = row.state().equals("ANSWERED") && row.outcome().equals("succeeded");
            // a reversal of what was never sent on is answered by the place of care; that nothing stands is compared
            // apart
            boolean alone = sent.infno.equals("2601") && row.state().equals("NOT_SENT");
            if (succeeded != did
                    && !alone
                    && atCare.state().equals("ANSWERED")
                    && !row.state().equals("REVERSED")) {
                found(
                        Kind.SIDES,
                        sent.infno + " " + sent.msgid + " is " + atCare + " at the place of care, " + row
                                + " further on");
            }
        }
    }

    private static Map<String, List<Row>> journal(Database database) throws SQLException {
        Map<String, List<Row>> journal = new TreeMap<>();
        for (List<String> row : database.rows("select msgid, state, outcome, result from exchange"
                + " where infno in ('2304', '2305', '2401', '2601') and entry_node not like 'refused:%'")) {
            journal.computeIfAbsent(row.get(0), id -> new ArrayList<>())
                    .add(new Row(row.get(1), row.get(2), row.get(3)));
        }
        return journal;
    }

    // ----------------------------------------------------------------- sides

    private record Standing(String setlId, String home, String amounts, String psnNo) {}

    /** By visit; two of one visit stand as one with both numbers, which agrees with nothing. */
    private static Map<String, Standing> standing(Database database, String node) throws SQLException {
        Map<String, Standing> standing = new TreeMap<>();
        for (List<String> row : database.rows(
                "select mdtrt_id, setl_id, home_area, medfee_sum_fen || ' ' || fund_sum_fen || ' ' || acct_fen || ' '"
                        + " || cash_fen, psn_no from settlement where node = ? and state = 'STANDING'"
                        + " and init_setl_id is null",
                node)) {
            Standing one = new Standing(row.get(1), row.get(2), row.get(3), row.get(4));
            standing.merge(
                    row.get(0),
                    one,
                    (a, b) -> new Standing(a.setlId() + " and " + b.setlId(), a.home(), "twice", a.psnNo()));
        }
        return standing;
    }

    private void told(Map<String, Standing> atCare) {
        Set<String> visits = new TreeSet<>();
        for (Bill bill : bills) {
            visits.add(bill.mdtrtId());
            Set<String> told = bill.standing();
            Standing stands = atCare.get(bill.mdtrtId());
            if (!told.equals(stands == null ? Set.of() : Set.of(stands.setlId()))) {
                found(Kind.TOLD, bill.mdtrtId() + ": told " + told + ", stands " + stands + "; sent " + bill.sent());
            }
        }
        atCare.forEach((visit, stands) -> {
            if (!visits.contains(visit)) {
                found(Kind.TOLD, visit + " stands and nobody sent it: " + stands);
            }
        });
    }

    private void sides(Map<String, Standing> atCare, Database home) throws SQLException {
        Map<String, Standing> atHome = standing(home, Home.FAR.desk);
        Set<String> visits = new TreeSet<>(atHome.keySet());
        atCare.forEach((visit, stands) -> {
            if (stands.home().equals(Home.FAR.area)) {
                visits.add(visit);
            }
        });
        for (String visit : visits) {
            Standing here = atCare.get(visit);
            Standing there = atHome.get(visit);
            if (here == null
                    || there == null
                    || !here.setlId().equals(there.setlId())
                    || !here.amounts().equals(there.amounts())) {
                found(Kind.SIDES, visit + ": place of care " + here + ", home " + there);
            }
        }
        Legacy legacy = cluster.legacy;
        if (legacy == null) {
            return;
        }
        Map<String, Integer> persons = new TreeMap<>();
        atCare.values().stream()
                .filter(stands -> stands.home().equals(Legacy.AREA))
                .forEach(stands -> persons.merge(stands.psnNo(), 1, Integer::sum));
        for (int i = 0; i < legacy.persons; i++) {
            String psnNo = Legacy.psnNo(i);
            if (persons.getOrDefault(psnNo, 0) != legacy.standing(psnNo)) {
                found(
                        Kind.SIDES,
                        psnNo + ": place of care " + persons.getOrDefault(psnNo, 0) + ", legacy system "
                                + legacy.standing(psnNo));
            }
        }
    }

    // ----------------------------------------------------------------- books

    private void balanced(Database database) throws SQLException {
        Snapshots.unbalanced(database).forEach(what -> found(Kind.BOOKS, what));
    }

    private static Map<String, Long> accounts(Database database, String node) throws SQLException {
        Map<String, Long> accounts = new TreeMap<>();
        for (List<String> row : database.rows(
                "select account, sum(amount_fen)::bigint from ledger_entry where node = ? group by 1", node)) {
            accounts.put(row.get(0), Long.parseLong(row.get(1)));
        }
        return accounts;
    }

    private void same(String where, Map<String, Long> booked, Map<String, Long> settled) {
        booked.values().removeIf(fen -> fen == 0);
        settled.values().removeIf(fen -> fen == 0);
        Set<String> names = new TreeSet<>(booked.keySet());
        names.addAll(settled.keySet());
        for (String name : names) {
            if (!booked.getOrDefault(name, 0L).equals(settled.getOrDefault(name, 0L))) {
                found(
                        Kind.BOOKS,
                        where + " " + name + ": booked " + booked.get(name) + ", settled " + settled.get(name));
            }
        }
    }

    private void booksOfCare(Database care) throws SQLException {
        balanced(care);
        Map<String, Long> settled = new TreeMap<>();
        for (List<String> row : care.rows(
                "select mdtrt_id, fixmedins_code, home_area, setl_id, fund_sum_fen + acct_fen, cash_fen from settlement"
                        + " where node = ? and state = 'STANDING' and init_setl_id is null",
                CARE)) {
            long owed = Long.parseLong(row.get(4));
            long cash = Long.parseLong(row.get(5));
            settled.merge("receivable:patient:" + row.get(0), cash, Long::sum);
            settled.merge("payable:institution:" + row.get(1), -owed - cash, Long::sum);
        }
        bills.forEach(bill -> owedByHome(bill, settled));
        // what has been paid and not gone back; and what has gone back was paid before
        for (List<String> row : care.rows(
                "select channel, mdtrt_id, amount_fen from payment_order where node = ?"
                        + " and state in ('PAID', 'REFUNDING')",
                CARE)) {
            long paid = Long.parseLong(row.get(2));
            settled.merge("channel:" + row.get(0), paid, Long::sum);
            settled.merge("receivable:patient:" + row.get(1), -paid, Long::sum);
        }
        same("place of care", accounts(care, CARE), settled);
    }

    /** By fund, as the hospital was told; a home may answer without lines, and then no fund is named. */
    private static void owedByHome(Bill bill, Map<String, Long> settled) {
        Set<String> standing = bill.standing();
        for (Sent sent : bill.sent()) {
            if (sent.infno.equals("2304") && standing.contains(sent.setlId())) {
                String home = "receivable:home:" + bill.homeArea() + ":";
                List<Body> lines = sent.output().bodies("setldetail");
                lines.forEach(line -> settled.merge(
                        home + line.textOr("fund_pay_type", ""), line.fenOr("fund_payamt", 0), Long::sum));
                if (lines.isEmpty()) {
                    Body sums = sent.output().body("setlinfo");
                    settled.merge(
                            home + "unsplit", sums.fenOr("fund_pay_sumamt", 0) + sums.fenOr("acct_pay", 0), Long::sum);
                }
                return;
            }
        }
    }

    private void booksOfHome(Database home) throws SQLException {
        balanced(home);
        Map<String, Long> settled = new TreeMap<>();
        for (Calculation one : calculations(home)) {
            Map<String, Long> answered = one.answered();
            one.owed().forEach((fund, fen) -> {
                settled.merge("fund:" + fund, fen, Long::sum);
                settled.merge("payable:person:" + one.psnNo(), answered.getOrDefault(fund, 0L) - fen, Long::sum);
            });
            answered.values().forEach(fen -> settled.merge("payable:care:" + CARE, -fen, Long::sum));
        }
        same("home", accounts(home, Home.FAR.desk), settled);
    }

    // ---------------------------------------------------------- accumulators

    private static List<Calculation> calculations(Database home) throws SQLException {
        List<Calculation> all = new ArrayList<>();
        for (List<String> row : home.rows("select node, psn_no, setl_id, desk, insutype,"
                + " to_char(at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), basis, now from calculation"
                + " where standing order by psn_no, at")) {
            all.add(new Calculation(
                    row.get(0),
                    row.get(1),
                    row.get(2),
                    row.get(3),
                    row.get(4),
                    OffsetDateTime.parse(row.get(5)).toInstant(),
                    true,
                    Json.read(document(row.get(6))),
                    row.get(7) == null ? null : document(row.get(7))));
        }
        return all;
    }

    /** @param bytes as PostgreSQL writes them, {@code \\x} and hexadecimal digits */
    private static String document(String bytes) {
        return PersonalData.openText(HexFormat.of().parseHex(bytes.substring(2)));
    }

    /** Each person's standing settlements calculated again, one after the other, from nothing. */
    private void accumulators(Database home) throws SQLException {
        Map<String, Policy> policies = new LinkedHashMap<>();
        for (List<String> row : home.rows("select content from document where kind = 'policy'")) {
            String hash = Imports.hashOf(row.get(0));
            policies.put(hash, PolicyReader.read(Yaml.read(row.get(0)), hash));
        }
        Map<String, Amounts> fresh = new TreeMap<>();
        for (Calculation one : calculations(home)) {
            Amounts before = fresh.getOrDefault(one.psnNo(), Amounts.of(Map.of()));
            Benefit again = one.replay(hash -> Optional.ofNullable(policies.get(hash)), before);
            Map<String, Long> funds = new TreeMap<>();
            again.funds().forEach(line -> funds.merge(line.fundPayType(), line.fen(), Long::sum));
            if (!funds.equals(new TreeMap<>(one.owed()))) {
                found(Kind.ACCUMULATORS, one.setlId() + ": calculated again " + funds + ", stored " + one.owed());
            }
            fresh.put(one.psnNo(), again.after());
        }
        Map<String, List<Accumulator>> stored = new TreeMap<>();
        for (List<String> row :
                home.rows("select node, psn_no, insutype, year, amounts from accumulator" + " where amounts <> '{}'")) {
            stored.computeIfAbsent(row.get(1), person -> new ArrayList<>())
                    .add(new Accumulator(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)));
        }
        Set<String> persons = new TreeSet<>(fresh.keySet());
        persons.addAll(stored.keySet());
        for (String person : persons) {
            Map<String, Long> again = nonZero(fresh.getOrDefault(person, Amounts.of(Map.of())));
            Map<String, Long> kept = nonZero(Accumulator.used(stored.getOrDefault(person, List.of()), "390"));
            if (!again.equals(kept)) {
                found(Kind.ACCUMULATORS, person + ": calculated again " + again + ", stored " + kept);
            }
        }
    }

    private static Map<String, Long> nonZero(Amounts amounts) {
        return amounts.byName().entrySet().stream()
                .filter(entry -> entry.getValue() != 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, TreeMap::new));
    }

    // ---------------------------------------------------------------- outbox

    /** Each settlement is to be compared with its home later: the row that says so stands in the settlement's commit. */
    private void outbox(Database care) throws SQLException {
        for (List<String> row : care.rows("select msgid from exchange e where infno = '2304' and state = 'ANSWERED'"
                + " and outcome = 'succeeded' and not exists (select 1 from side_check c where"
                + " c.entry_node = e.entry_node and c.fixmedins_code = e.fixmedins_code and c.msgid = e.msgid)")) {
            found(Kind.OUTBOX, row.get(0) + " is not to be compared with its home");
        }
    }

    // ------------------------------------------------------------- under way

    /**
     * What has not come to its end; that both sides are asked again after minutes and after a
     * day, and a channel about a closed order for minutes, is no part of it.
     */
    static List<String> underWay(Database database) throws SQLException {
        List<String> open = new ArrayList<>();
        for (List<String> row : database.rows(
                "select 'exchange ' || infno || ' ' || msgid || ' ' || state || ' ' || entry_node || ' asked ' || asks"
                        + " || ' ' || origin from exchange where state = 'UNDER_WAY' or run <> '' or due_at is not null"
                        // a question between the sides that got no answer stays without one; its row asks another
                        + " or state = 'UNKNOWN' and infno <> 'WT01'"
                        + " union all select 'key ' || kind || ' ' || value from business_key where state = 'UNDER_WAY'"
                        + " union all select 'task ' || kind || ' ' || ref || ' ' || last_error from task where state = 'DUE'"
                        + " and kind <> 'recheck_order'"
                        + " union all select 'visit ' || node || ' ' || mdtrt_id || ' ' || state from visit"
                        + " where state in ('OPENING', 'SETTLING', 'CANCELLING')"
                        + " union all select 'case ' || kind || ' ' || ref from operator_case where state = 'OPEN'")) {
            open.add(row.get(0));
        }
        return open;
    }
}
