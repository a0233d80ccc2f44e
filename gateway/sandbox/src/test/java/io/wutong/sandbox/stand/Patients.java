package io.wutong.sandbox.stand;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * The persons, and their visits as a HIS has them before it settles: rows laid down by SQL, and the 2304 of each. Visit
 * number v is of person {@code v * 7919 % persons}, so that neighbours in time are strangers.
 *
 * @param persons in each home
 * @param visits of each home
 */
public record Patients(int persons, int visits) {

    public static final String CARE = "321102";
    public static final int INSTITUTIONS = 16;
    public static final String TOKEN = "token-of-the-benchmark";
    private static final int STRIDE = 7919;
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    /** Visits of a second home begin here, so that {@code mdtrt_id} and {@code msgid} differ. */
    private static final int SECOND_HOME = 50_000_000;

    /** Where the insured of a run have their home. */
    public enum Home {
        /** Five levels up and down again: another province's county. */
        FAR("430421", "430421", 0),
        /** One level: the hospital's own county. */
        NEAR(CARE, CARE + "/home", SECOND_HOME);

        public final String area;
        /** Under which name the home keeps its side of a visit. */
        public final String desk;

        public final int first;

        Home(String area, String desk, int first) {
            this.area = area;
            this.desk = desk;
            this.first = first;
        }
    }

    public static String institution(int i) {
        return "H3211020" + padded(i, 4);
    }

    public static String mdtrtId(long visit) {
        return CARE + padded(visit, 14);
    }

    public static String institutionsCsv() {
        StringBuilder csv =
                new StringBuilder("fixmedins_code,fixmedins_name,area,settlement_level,hosp_lv,fixmedins_type\n");
        for (int i = 0; i < INSTITUTIONS; i++) {
            csv.append(institution(i)).append(",镇江市示范第").append(i).append("医院,321102,3,02,1\n");
        }
        return csv.toString();
    }

    // ------------------------------------------------------------------ rows

    /** Persons with what they have used up this year; at the home. */
    public void layPersons(Connection connection, Home home) throws SQLException {
        execute(connection, """
                insert into person (node, psn_no, version, cert_hash, content)
                select '%1$s', '%1$s' || lpad(i::text, 14, '0'), 1, md5(i::text) || md5('%1$s' || i),
                  '{"baseinfo":{"psn_no":"%1$s' || lpad(i::text, 14, '0') || '","psn_cert_type":"01","certno":"%1$s1900'
                  || lpad(i::text, 8, '0') || '","psn_name":"示例","gend":"2","naty":"01","brdy":"1950-01-01","age":76.0},'
                  || '"insuinfo":[{"balc":0.00,"insutype":"390","psn_type":"1501","psn_insu_stas":"1",'
                  || '"psn_insu_date":"2008-04-25","paus_insu_date":null,"cvlserv_flag":"0","insuplc_admdvs":"%1$s",'
                  || '"emp_name":null}]}'
                from generate_series(0, %2$d - 1) i""".formatted(home.area, persons));
        execute(connection, """
                insert into accumulator (node, psn_no, insutype, year, amounts)
                select '%1$s', '%1$s' || lpad(i::text, 14, '0'), '390', '2026', '%3$s'
                from generate_series(0, %2$d - 1) i""".formatted(home.area, persons, Policy.USED));
        execute(connection, """
                insert into coverage_tally (node, psn_no, insutype, calculated_at, account_fen, account_stated_fen,
                  mutual_aid_fen, mutual_aid_stated_fen)
                select '%1$s', '%1$s' || lpad(i::text, 14, '0'), '390', now() - interval '30 days', 0, 0, 0, 0
                from generate_series(0, %2$d - 1) i""".formatted(home.area, persons));
    }

    /** The place of care's side. */
    public void layVisitsAtCare(Connection connection, Home home) throws SQLException {
        layVisits(connection, home, CARE, "CARE", "7", AMOUNTS);
    }

    /** The home's side. */
    public void layVisitsAtHome(Connection connection, Home home) throws SQLException {
        layVisits(connection, home, home.desk, "HOME", "0", "0, 0, 0, 0, 0");
    }

    private static final String AMOUNTS =
            "300000 + v % 997 * 1300, 0, 0, v % 89 * 50, 300000 + v % 997 * 1300 - v % 89 * 50";

    private void layVisits(Connection connection, Home home, String node, String side, String lines, String amounts)
            throws SQLException {
        execute(connection, """
                insert into visit (node, mdtrt_id, side, state, psn_no, insutype, med_type, fixmedins_code,
                  fixmedins_name, settlement_level, care_area, home_area, ipt_otp_no, admitted_at, discharged_at,
                  diagnosis_code, diagnosis_name, flags, setl_id, lines, medfee_sum_fen, own_pay_fen, over_limit_fen,
                  prior_self_pay_fen, in_scope_fen, psn_type)
                select '%1$s', '%2$s' || lpad(v::text, 14, '0'), '%3$s', 'DISCHARGED',
                  '%4$s' || lpad(((v - %5$d) * %6$d %% %7$d)::text, 14, '0'), '390', '21',
                  'H3211020' || lpad((v %% %8$d)::text, 4, '0'), '镇江市示范第' || v %% %8$d || '医院', '3', '%2$s', '%4$s',
                  'ZY' || v, '2026-10-12 10:05:00', '2026-10-30', 'C95.000', '急性白血病', '', null, %9$s, %10$s, '1501'
                from generate_series(%5$d::bigint, %5$d + %11$d - 1) v""".formatted(
                node, CARE, side, home.area, home.first, STRIDE, persons, INSTITUTIONS, lines, amounts, visits));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    // --------------------------------------------------------------- message

    public String psnNo(Home home, long visit) {
        return home.area + padded((visit - home.first) * STRIDE % persons, 14);
    }

    /** The same in SQL, as a number. */
    public String personOf(Home home, String visit) {
        return "(" + visit + " - " + home.first + ") * " + STRIDE + " % " + persons;
    }

    /** Known from the visit: a message that is sent again is the same. */
    public static String msgid(long visit) {
        LocalDateTime at = LocalDate.now(io.wutong.port.Clock.ZONE)
                .atStartOfDay()
                .plusSeconds(visit % SECOND_HOME / 10_000 + visit / SECOND_HOME * 40_000);
        return institution((int) (visit % INSTITUTIONS)) + COMPACT.format(at) + padded(visit % 10_000, 4);
    }

    /** The 2304 that settles a visit. */
    public byte[] message(Home home, long visit) {
        return envelope(
                "2304",
                msgid(visit),
                home.area,
                institution((int) (visit % INSTITUTIONS)),
                settlement(totalFen(visit), priorFen(visit), psnNo(home, visit), certno(home, visit), mdtrtId(visit)));
    }

    public String certno(Home home, long visit) {
        return home.area + "1900" + psnNo(home, visit).substring(12);
    }

    public static long totalFen(long visit) {
        return 300_000 + visit % 997 * 1_300;
    }

    public static long priorFen(long visit) {
        return visit % 89 * 50;
    }

    /** What a 2304 says. */
    public static String settlement(long total, long prior, String psnNo, String certno, String mdtrtId) {
        return "{\"data\":{\"psn_no\":\"" + psnNo
                + "\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"" + certno
                + "\",\"medfee_sumamt\":" + yuan(total) + ",\"psn_setlway\":\"01\",\"mdtrt_id\":\""
                + mdtrtId
                + "\",\"insutype\":\"390\",\"acct_used_flag\":\"0\",\"invono\":\"FP20261030001\",\"mid_setl_flag\":\"0\","
                + "\"fulamt_ownpay_amt\":0.00,\"overlmt_selfpay\":0.00,\"preselfpay_amt\":" + yuan(prior)
                + ",\"inscp_scp_amt\":" + yuan(total - prior) + ",\"dscgTime\":\"2026-10-30\"}}";
    }

    /** Any message of an institution. */
    public static byte[] envelope(String infno, String msgid, String homeArea, String code, String input) {
        return ("{\"infno\":\"" + infno + "\",\"msgid\":\"" + msgid
                        + "\",\"mdtrtarea_admvs\":\"" + CARE + "\",\"insuplc_admdvs\":\""
                        + homeArea
                        + "\",\"recer_sys_code\":\"YBXT\",\"dev_no\":\"\",\"dev_safe_info\":\"\",\"cainfo\":\"\",\"signtype\":\"\","
                        + "\"infver\":\"V1.0\",\"opter_type\":\"1\",\"opter\":\"0001\",\"opter_name\":\"示例经办\","
                        + "\"inf_time\":\"2026-10-30 09:22:00\",\"fixmedins_code\":\"" + code
                        + "\",\"fixmedins_name\":\"镇江市示范第" + Integer.parseInt(code.substring(8))
                        + "医院\",\"sign_no\":\"321102QD0000000001\",\"input\":" + input + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    public static String yuan(long fen) {
        return fen / 100 + "." + fen % 100 / 10 + fen % 10;
    }

    public static List<String> accountsYaml() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < INSTITUTIONS; i++) {
            lines.add("  - {paasid: his-" + i + ", token: " + TOKEN + ", institutions: [" + institution(i) + "]}");
        }
        return lines;
    }

    /** With zeros in front; {@code String.format} is a third of what a generator of load does. */
    private static String padded(long number, int digits) {
        String text = Long.toString(number);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
