package io.wutong.sandbox;

import io.vertx.core.Future;
import io.wutong.sandbox.HospitalClient.Answer;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One inpatient stay as a hospital's HIS sees it: who, admission, fee lines, discharge, trial, settlement, and what takes
 * it back.
 */
public final class Stay {

    private final HospitalClient hospital;
    private final String homeArea;
    private final String certno;
    private final String name;
    private final String iptNo;
    private String insutype = "390";
    private String admitted = "2026-10-12 10:05:00";
    private String discharged = "2026-10-30 09:00:00";
    private String psnNo = "";
    private String mdtrtId = "";
    private String setlId = "";

    public Stay(HospitalClient hospital, String homeArea, String certno, String name) {
        this.hospital = hospital;
        this.homeArea = homeArea;
        this.certno = certno;
        this.name = name;
        this.iptNo = "ZY" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** Under another coverage, at other times. */
    public Stay with(String coverage, String admittedAt, String dischargedAt) {
        insutype = coverage;
        admitted = admittedAt;
        discharged = dischargedAt;
        return this;
    }

    public String psnNo() {
        return psnNo;
    }

    public String mdtrtId() {
        return mdtrtId;
    }

    public String setlId() {
        return setlId;
    }

    /** Somebody else has settled it. */
    void settledAs(String id) {
        setlId = id;
    }

    public String homeArea() {
        return homeArea;
    }

    /** 1101. */
    public Future<Answer> who() {
        Body data = Body.builder()
                .put("mdtrt_cert_type", "02")
                .put("mdtrt_cert_no", certno)
                .put("card_sn", "")
                .put("begntime", "")
                .put("psn_cert_type", "01")
                .put("certno", certno)
                .put("psn_name", name)
                .build();
        return hospital.call("1101", homeArea, Body.of("data", data))
                .onSuccess(answer -> psnNo = answer.output().body("baseinfo").textOr("psn_no", ""));
    }

    /** 2401's input. */
    public Body admission() {
        Body info = Body.builder()
                .put("psn_no", psnNo)
                .put("insutype", insutype)
                .put("begntime", admitted)
                .put("mdtrt_cert_type", "02")
                .put("mdtrt_cert_no", certno)
                .put("med_type", "21")
                .put("ipt_no", iptNo)
                .put("atddr_no", "D321102000001")
                .put("chfpdr_name", "王示例")
                .put("adm_diag_dscr", "急性白血病")
                .put("adm_dept_codg", "A03.05")
                .put("adm_dept_name", "血液内科")
                .put("adm_bed", "0512")
                .put("dscg_maindiag_code", "C95.000")
                .put("dscg_maindiag_name", "急性白血病")
                .build();
        return Body.builder()
                .put("mdtrtinfo", info)
                .put("diseinfo", List.of(diagnosis()))
                .build();
    }

    private static Body diagnosis() {
        return Body.builder()
                .put("diag_type", "1")
                .put("maindiag_flag", "1")
                .put("diag_srt_no", "1")
                .put("diag_code", "C95.000")
                .put("diag_name", "急性白血病")
                .build();
    }

    /** 2401. */
    public Future<Answer> admit() {
        return hospital.call("2401", homeArea, admission())
                .onSuccess(answer -> mdtrtId = answer.output().body("result").textOr("mdtrt_id", ""));
    }

    /** 2301's input: lines of one piece each. */
    public Body lines(String[][] codesAndYuan) {
        List<Value> rows = new ArrayList<>();
        for (String[] line : codesAndYuan) {
            rows.add(Body.builder()
                    .put("feedetl_sn", line[0])
                    .put("mdtrt_id", mdtrtId)
                    .put("psn_no", psnNo)
                    .put("med_type", "21")
                    .put("fee_ocur_time", "2026-10-20 09:00:00")
                    .put("med_list_codg", line[1])
                    .put("medins_list_codg", line[1])
                    .put("det_item_fee_sumamt", new Value.Num(line[2]))
                    .put("cnt", new Value.Num("1.0000"))
                    .put("pric", new Value.Num(line[2]))
                    .put("bilg_dept_codg", "A03.05")
                    .put("bilg_dept_name", "血液内科")
                    .put("bilg_dr_codg", "D321102000001")
                    .put("bilg_dr_name", "王示例")
                    .build());
        }
        return Body.builder().put("feedetail", rows).build();
    }

    /** 2301. */
    public Future<Answer> upload(String[][] codesAndYuan) {
        return hospital.call("2301", homeArea, lines(codesAndYuan));
    }

    /** 2402. */
    public Future<Answer> discharge() {
        Body info = Body.builder()
                .put("mdtrt_id", mdtrtId)
                .put("psn_no", psnNo)
                .put("insutype", insutype)
                .put("endtime", discharged)
                .put("dscg_dept_codg", "A03.05")
                .put("dscg_dept_name", "血液内科")
                .put("dscg_way", "1")
                .build();
        return hospital.call(
                "2402",
                homeArea,
                Body.builder()
                        .put("dscginfo", info)
                        .put("diseinfo", List.of(diagnosis()))
                        .build());
    }

    /** The input of 2303 and 2304. */
    public Body bill(String totalYuan) {
        return Body.of(
                "data",
                Body.builder()
                        .put("psn_no", psnNo)
                        .put("mdtrt_cert_type", "02")
                        .put("mdtrt_cert_no", certno)
                        .put("medfee_sumamt", new Value.Num(totalYuan))
                        .put("psn_setlway", "01")
                        .put("mdtrt_id", mdtrtId)
                        .put("insutype", insutype)
                        .put("acct_used_flag", "0")
                        .put("invono", "")
                        .put("mid_setl_flag", "0")
                        .put("fulamt_ownpay_amt", new Value.Num("0.00"))
                        .put("overlmt_selfpay", new Value.Num("0.00"))
                        .put("preselfpay_amt", new Value.Num("0.00"))
                        .put("inscp_scp_amt", new Value.Num(totalYuan))
                        .put("dscgTime", discharged.substring(0, 10))
                        .build());
    }

    /** 2303. */
    public Future<Answer> trial(String totalYuan) {
        return hospital.call("2303", homeArea, bill(totalYuan));
    }

    /** 2304. */
    public Future<Answer> settle(String totalYuan) {
        return settle(hospital.message("2304", homeArea, bill(totalYuan)));
    }

    /** 2304, with the envelope given. */
    public Future<Answer> settle(Body envelope) {
        return hospital.send(envelope).onSuccess(answer -> {
            if (answer.succeeded()) {
                setlId = answer.output().body("setlinfo").textOr("setl_id", "");
            }
        });
    }

    /** 2305. */
    public Future<Answer> cancel() {
        return hospital.call("2305", homeArea, cancellation());
    }

    /** 2305's input; 5203's too. */
    public Body cancellation() {
        return Body.of(
                "data",
                Body.builder()
                        .put("mdtrt_id", mdtrtId)
                        .put("setl_id", setlId)
                        .put("psn_no", psnNo)
                        .build());
    }
}
