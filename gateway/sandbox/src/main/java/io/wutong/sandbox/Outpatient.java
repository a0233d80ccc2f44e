package io.wutong.sandbox;

import io.vertx.core.Future;
import io.wutong.sandbox.HospitalClient.Answer;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.util.List;
import java.util.UUID;

/** One outpatient's visit as a HIS sees it, up to the settlement that the window takes together with the money. */
public final class Outpatient {

    private static final String BATCH = "B0001";

    private final HospitalClient hospital;
    private final String homeArea;
    private final String certno;
    private final String name;
    private final String number;
    private String psnNo = "";
    private String mdtrtId = "";
    private String shownMsgid = "";
    private String cashYuan = "";

    public Outpatient(HospitalClient hospital, String homeArea, String certno, String name) {
        this.hospital = hospital;
        this.homeArea = homeArea;
        this.certno = certno;
        this.name = name;
        this.number = "MZ" + UUID.randomUUID().toString().substring(0, 8);
    }

    public String mdtrtId() {
        return mdtrtId;
    }

    /** As 1101 has said. */
    public String psnNo() {
        return psnNo;
    }

    /** What the pre-settlement has left to the patient. */
    public String cashYuan() {
        return cashYuan;
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

    /** 2201. */
    public Future<Answer> register() {
        Body data = Body.builder()
                .put("psn_no", psnNo)
                .put("insutype", "390")
                .put("begntime", "2026-10-30 08:40:00")
                .put("mdtrt_cert_type", "02")
                .put("mdtrt_cert_no", certno)
                .put("ipt_otp_no", number)
                .put("atddr_no", "D321102000001")
                .put("dr_name", "王示例")
                .put("dept_code", "A03.05")
                .put("dept_name", "血液内科")
                .put("caty", "A03.05")
                .build();
        return hospital.call("2201", homeArea, Body.of("data", data))
                .onSuccess(answer -> mdtrtId = answer.output().body("data").textOr("mdtrt_id", ""));
    }

    /** 2204: one line of a batch. */
    public Future<Answer> upload(String code, String yuan) {
        Body line = Body.builder()
                .put("feedetl_sn", "F0001")
                .put("mdtrt_id", mdtrtId)
                .put("psn_no", psnNo)
                .put("chrg_bchno", BATCH)
                .put("dise_codg", "")
                .put("fee_ocur_time", "2026-10-30 09:00:00")
                .put("med_list_codg", code)
                .put("medins_list_codg", code)
                .put("det_item_fee_sumamt", new Value.Num(yuan))
                .put("cnt", new Value.Num("1.0000"))
                .put("pric", new Value.Num(yuan))
                .put("bilg_dept_codg", "A03.05")
                .put("bilg_dept_name", "血液内科")
                .put("bilg_dr_codg", "D321102000001")
                .put("bilg_dr_name", "王示例")
                .put("hosp_appr_flag", "1")
                .build();
        return hospital.call(
                "2204", homeArea, Body.builder().put("feedetail", List.of(line)).build());
    }

    /** 2206. */
    public Future<Answer> trial(String yuan) {
        return hospital.call("2206", homeArea, bill(yuan)).onSuccess(answer -> {
            shownMsgid = answer.msgid();
            cashYuan = answer.output().body("setlinfo").textOr("psn_cash_pay", "");
        });
    }

    /** 2207 by the ordinary interface. */
    public Future<Answer> settle(String yuan) {
        return hospital.call("2207", homeArea, bill(yuan));
    }

    /** 2207, made and not sent: what a terminal hands over, to be paid by a channel. */
    public Body charge(String yuan, String channel) {
        return Body.builder()
                .put("presettled_msgid", shownMsgid)
                .put("channel", channel)
                .put("message", Json.writeText(hospital.message("2207", homeArea, bill(yuan))))
                .build();
    }

    /** 2208. */
    public Future<Answer> cancel(String setlId) {
        return hospital.call(
                "2208",
                homeArea,
                Body.of(
                        "data",
                        Body.builder()
                                .put("setl_id", setlId)
                                .put("mdtrt_id", mdtrtId)
                                .put("psn_no", psnNo)
                                .build()));
    }

    private Body bill(String yuan) {
        return Body.of(
                "data",
                Body.builder()
                        .put("psn_no", psnNo)
                        .put("mdtrt_cert_type", "02")
                        .put("mdtrt_cert_no", certno)
                        .put("med_type", "11")
                        .put("medfee_sumamt", new Value.Num(yuan))
                        .put("psn_setlway", "01")
                        .put("mdtrt_id", mdtrtId)
                        .put("chrg_bchno", BATCH)
                        .put("insutype", "390")
                        .put("acct_used_flag", "0")
                        .put("fulamt_ownpay_amt", new Value.Num("0.00"))
                        .put("overlmt_selfpay", new Value.Num("0.00"))
                        .put("preselfpay_amt", new Value.Num("0.00"))
                        .put("inscp_scp_amt", new Value.Num(yuan))
                        .build());
    }
}
