package io.wutong.simulator.national;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.wutong.simulator.national.NationalCaller.Hospital;
import io.wutong.simulator.national.NationalCaller.Reply;
import java.math.BigDecimal;
import java.util.UUID;

/** A stay at a hospital that the province does not know, as the national platform hands its messages on. */
public final class FarStay {

    private final NationalCaller caller;
    private final Hospital hospital;
    private final String home;
    private final String certno;
    private final String name;
    private final String iptNo = "FR" + UUID.randomUUID().toString().substring(0, 8);
    private String psnNo = "";
    private String mdtrtId = "";
    private String setlId = "";

    public FarStay(NationalCaller caller, Hospital hospital, String home, String certno, String name) {
        this.caller = caller;
        this.hospital = hospital;
        this.home = home;
        this.certno = certno;
        this.name = name;
    }

    public String mdtrtId() {
        return mdtrtId;
    }

    public String setlId() {
        return setlId;
    }

    /** 1101. */
    public Future<Reply> who() {
        ObjectNode data = node();
        data.put("mdtrt_cert_type", "02")
                .put("mdtrt_cert_no", certno)
                .put("psn_cert_type", "01")
                .put("certno", certno)
                .put("psn_name", name);
        return call("1101", in("data", data))
                .onSuccess(reply ->
                        psnNo = reply.output().path("baseinfo").path("psn_no").asText());
    }

    /** 2401. */
    public Future<Reply> admit() {
        ObjectNode info = person();
        info.put("insutype", "390")
                .put("begntime", "2026-10-12 10:05:00")
                .put("mdtrt_cert_type", "02")
                .put("mdtrt_cert_no", certno)
                .put("med_type", "21")
                .put("ipt_no", iptNo)
                .put("atddr_no", "D510104000001")
                .put("chfpdr_name", "赵示例")
                .put("adm_diag_dscr", "急性白血病")
                .put("adm_dept_codg", "A03.05")
                .put("adm_dept_name", "血液内科")
                .put("adm_bed", "0103")
                .put("dscg_maindiag_code", "C95.000")
                .put("dscg_maindiag_name", "急性白血病");
        ObjectNode input = in("mdtrtinfo", info);
        input.putArray("diseinfo")
                .addObject()
                .put("diag_type", "1")
                .put("maindiag_flag", "1")
                .put("diag_srt_no", "1")
                .put("diag_code", "C95.000")
                .put("diag_name", "急性白血病");
        return call("2401", input)
                .onSuccess(reply ->
                        mdtrtId = reply.output().path("result").path("mdtrt_id").asText());
    }

    /** 2301: one line, split as the place of care has split it. */
    public Future<Reply> upload(String yuan) {
        BigDecimal amount = new BigDecimal(yuan);
        ObjectNode line = visit();
        line.put("feedetl_sn", "F1")
                .put("med_type", "21")
                .put("fee_ocur_time", "2026-10-20 09:00:00")
                .put("med_list_codg", "XL01XX0001")
                .put("medins_list_codg", "0001")
                .put("det_item_fee_sumamt", amount)
                .put("cnt", BigDecimal.ONE)
                .put("pric", amount)
                .put("bilg_dept_codg", "A03.05")
                .put("bilg_dept_name", "血液内科")
                .put("bilg_dr_codg", "D510104000001")
                .put("bilg_dr_name", "赵示例")
                .put("chrgitm_lv", "01");
        split(line, "overlmt_amt", amount);
        ObjectNode input = node();
        input.putArray("feedetail").add(line);
        return call("2301", input);
    }

    /** 2402. */
    public Future<Reply> discharge() {
        ObjectNode info = visit();
        info.put("insutype", "390")
                .put("endtime", "2026-10-30 09:00:00")
                .put("dscg_dept_codg", "A03.05")
                .put("dscg_dept_name", "血液内科")
                .put("dscg_way", "1");
        ObjectNode input = in("dscginfo", info);
        input.putArray("diseinfo");
        return call("2402", input);
    }

    /** A message of 2303 or 2304. */
    public ObjectNode bill(String infno, String yuan) {
        BigDecimal amount = new BigDecimal(yuan);
        ObjectNode data = visit();
        data.put("mdtrt_cert_type", "02")
                .put("mdtrt_cert_no", certno)
                .put("medfee_sumamt", amount)
                .put("psn_setlway", "01")
                .put("insutype", "390")
                .put("acct_used_flag", "0")
                .put("mid_setl_flag", "0")
                .put("dscgTime", "2026-10-30");
        split(data, "overlmt_selfpay", amount);
        return caller.message(hospital, infno, home, in("data", data));
    }

    /** Sends what {@link #bill} made; again, when the answer was not seen. */
    public Future<Reply> send(ObjectNode bill) {
        return caller.send(bill).onSuccess(reply -> {
            String id = reply.output().path("setlinfo").path("setl_id").asText();
            setlId = id.isEmpty() ? setlId : id;
        });
    }

    /** 2305. */
    public Future<Reply> cancel() {
        return call("2305", in("data", visit().put("setl_id", setlId)));
    }

    /** 5203, by the visit. */
    public Future<Reply> query() {
        return call("5203", in("data", visit().put("setl_id", "")));
    }

    /** 2601 of a message that was sent before. */
    public Future<Reply> reverse(ObjectNode sent) {
        ObjectNode data = person();
        data.put("omsgid", sent.path("msgid").asText())
                .put("oinfno", sent.path("infno").asText());
        return call("2601", in("data", data));
    }

    private Future<Reply> call(String infno, ObjectNode input) {
        return caller.send(caller.message(hospital, infno, home, input));
    }

    private static void split(ObjectNode node, String overLimit, BigDecimal inScope) {
        BigDecimal none = new BigDecimal("0.00");
        node.put("fulamt_ownpay_amt", none)
                .put(overLimit, none)
                .put("preselfpay_amt", none)
                .put("inscp_scp_amt", inScope);
    }

    private ObjectNode visit() {
        return person().put("mdtrt_id", mdtrtId);
    }

    private ObjectNode person() {
        return node().put("psn_no", psnNo);
    }

    private static ObjectNode in(String name, ObjectNode node) {
        ObjectNode input = node();
        input.set(name, node);
        return input;
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
