package io.wutong.sandbox.chaos;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.sandbox.stand.Patients;
import io.wutong.simulator.hunan.HunanLegacySystem;
import io.wutong.simulator.hunan.Insured;
import io.wutong.simulator.pool.BenefitRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A home whose legacy system keeps its books, the plugin that reaches it, and its insured. */
final class Legacy implements AutoCloseable {

    static final String AREA = "430426";
    private static final String PLUGIN = "region-hunan-xml";
    private static final String OUTSIDER = "W32000001";
    private static final String PASSWORD = "password-of-the-chaos";
    /** Visits there are numbered from here on, so that no number meets one that was laid down. */
    static final long FIRST = 600_000;

    private static final String LINE = "001201000010000";

    final HunanLegacySystem system;
    final int persons;
    private final int patienceMillis;
    private final int port;
    private final SignedPlugins plugins = new SignedPlugins();
    private Path work = Path.of("target");

    private Legacy(HunanLegacySystem system, int persons, int patienceMillis, int port) {
        this.patienceMillis = patienceMillis;
        this.system = system;
        this.persons = persons;
        this.port = port;
    }

    /** @param patienceMillis how long the adapter waits for an answer */
    static Legacy start(Vertx vertx, int persons, int patienceMillis) throws TimeoutException {
        BenefitRule rule = new BenefitRule(
                100_000, 7_000, 15_000_000, List.of(new BenefitRule.Bracket(1_500_000, 6_000)), 40_000_000);
        HunanLegacySystem.Builder builder = HunanLegacySystem.builder(OUTSIDER, PASSWORD, OUTSIDER);
        for (int i = 0; i < persons; i++) {
            builder.person(
                    new Insured(psnNo(i), certno(i), "示例", "1", "19500101", "390", AREA, "51", false, "", 0, rule));
        }
        HunanLegacySystem system = builder.build();
        return new Legacy(system, persons, patienceMillis, system.start(vertx).await(20, TimeUnit.SECONDS));
    }

    static String psnNo(long i) {
        return AREA + String.format(Locale.ROOT, "%014d", i);
    }

    private static String certno(long i) {
        return AREA + "1950" + String.format(Locale.ROOT, "%08d", i);
    }

    /** Puts the signed plugin into a folder, and says how the process is configured for it. */
    String configure(Path folder) throws IOException {
        work = folder;
        plugins.copy(PLUGIN, folder.resolve("home-plugins").resolve(PLUGIN + ".jar"));
        Path password = Files.writeString(folder.resolve("legacy-password"), PASSWORD);
        return """
                plugin_keys: [%s]
                adapters:
                  - name: hunan
                    plugin: %s
                    area: "%s"
                    settings: {url: "http://127.0.0.1:%d/hygeia_esb/api/call.action", userid: %s, passwordSecret: password,
                      akb020: %s, aaa027: "430400", timeoutMillis: %d, absenceMillis: 0}
                    secrets:
                      password: {file: %s}
                    allowed_hosts: ["127.0.0.1:%d"]
                """.formatted(
                        plugins.publicKey(), PLUGIN, AREA, port, OUTSIDER, OUTSIDER, patienceMillis, password, port);
    }

    /** The plugin once more, to be served in the place of the running one. */
    Path anotherJar(int number) throws IOException {
        return plugins.copy(PLUGIN, work.resolve(PLUGIN + "-" + number + ".jar"));
    }

    /** A visit that has not begun. */
    Bill bill(long i) {
        return new Bill(FIRST + i, AREA, psnNo(i), certno(i), "", Patients.totalFen(i), 0);
    }

    /** Admits a person, uploads what the stay costs, discharges: what is left is to settle. */
    Future<Bill> admitted(Hospital hospital, Bill coming) {
        long number = coming.number();
        long total = coming.totalFen();
        String psnNo = coming.psnNo();
        String certno = coming.certno();
        Sent admission = admission(hospital, coming);
        return hospital.deliver(admission).compose(admitted -> {
            String mdtrtId = admitted.output().body("result").textOr("mdtrt_id", "");
            if (mdtrtId.isEmpty()) {
                return Future.failedFuture("not admitted: " + admitted);
            }
            Bill bill = new Bill(number, AREA, psnNo, certno, mdtrtId, total, 0);
            String visit = "\"mdtrt_id\":\"" + mdtrtId + "\",\"psn_no\":\"" + psnNo + "\",";
            String yuan = Patients.yuan(total);
            return hospital.deliver(hospital.message(
                            coming,
                            7,
                            "2301",
                            "{\"feedetail\":[{" + visit
                                    + "\"feedetl_sn\":\"F1\",\"med_type\":\"21\",\"fee_ocur_time\":\"2026-10-20 09:00:00\","
                                    + "\"med_list_codg\":\"" + LINE + "\",\"medins_list_codg\":\"" + LINE
                                    + "\",\"det_item_fee_sumamt\":" + yuan + ",\"cnt\":1.0000,\"pric\":" + yuan
                                    + ",\"bilg_dept_codg\":\"A03.05\",\"bilg_dept_name\":\"血液内科\","
                                    + "\"bilg_dr_codg\":\"D321102000001\",\"bilg_dr_name\":\"王示例\"}]}"))
                    .compose(lines -> hospital.deliver(hospital.message(
                            coming,
                            8,
                            "2402",
                            "{\"dscginfo\":{" + visit
                                    + "\"insutype\":\"390\",\"endtime\":\"2026-10-30 09:00:00\",\"dscg_dept_codg\":\"A03.05\","
                                    + "\"dscg_dept_name\":\"血液内科\",\"dscg_way\":\"1\"}," + DIAGNOSES + "}")))
                    .compose(discharged -> discharged.succeeded()
                            ? Future.succeededFuture(bill)
                            : Future.failedFuture("not discharged: " + coming.sent()));
        });
    }

    /** The 2401 of somebody who comes. */
    static Sent admission(Hospital hospital, Bill coming) {
        return hospital.message(
                coming,
                6,
                "2401",
                "{\"mdtrtinfo\":{\"psn_no\":\"" + coming.psnNo() + "\",\"insutype\":\"390\","
                        + "\"begntime\":\"2026-10-12 10:05:00\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\""
                        + coming.certno()
                        + "\",\"med_type\":\"21\",\"ipt_no\":\"ZY" + coming.number()
                        + "\",\"atddr_no\":\"D321102000001\",\"chfpdr_name\":\"王示例\",\"adm_diag_dscr\":\"急性白血病\","
                        + "\"adm_dept_codg\":\"A03.05\",\"adm_dept_name\":\"血液内科\",\"adm_bed\":\"0512\","
                        + "\"dscg_maindiag_code\":\"C95.000\",\"dscg_maindiag_name\":\"急性白血病\"}," + DIAGNOSES + "}");
    }

    private static final String DIAGNOSES =
            "\"diseinfo\":[{\"diag_type\":\"1\",\"maindiag_flag\":\"1\",\"diag_srt_no\":\"1\","
                    + "\"diag_code\":\"C95.000\",\"diag_name\":\"急性白血病\"}]";

    /** How many settlements of a person stand there; each has one visit. */
    int standing(String psnNo) {
        return system.accumulators(psnNo).stays();
    }

    @Override
    public void close() throws TimeoutException {
        system.stop().await(20, TimeUnit.SECONDS);
    }
}
