package io.wutong.testkit;

import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Fen;
import io.wutong.spi.Json;
import io.wutong.spi.Request;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The national messages of one invented stay in 镇江 of a person insured elsewhere. */
public final class NationalStay {

    public static final String VISIT = "32110220250101000000000000001";

    private final String psnNo;
    private final String certno;
    private final String insutype;
    private final String homeArea;
    private int messages;

    /** @param psnNo the person's number at home */
    public NationalStay(String psnNo, String certno, String insutype, String homeArea) {
        this.psnNo = psnNo;
        this.certno = certno;
        this.insutype = insutype;
        this.homeArea = homeArea;
    }

    /** The same, with message numbers from there on: a message id is used once. */
    public NationalStay numberedFrom(int first) {
        messages = first;
        return this;
    }

    public String psnNo() {
        return psnNo;
    }

    public String certno() {
        return certno;
    }

    public String insutype() {
        return insutype;
    }

    public Request request(String infno, String input, @Nullable Care care) {
        messages++;
        String msgid = "H3211020000120250108100000%04d".formatted(messages);
        return new Request(infno, msgid, "321102", homeArea, "H32110200001", "9001", Json.read(input), care);
    }

    public Care care(long own, long over, long prior, long scope, @Nullable String dischargedAt) {
        return new Care(
                VISIT,
                "H32110200001",
                "镇江市第一医院",
                "321102",
                "3",
                psnNo,
                insutype,
                "21",
                "ZY0001",
                "2025-01-01 08:30:00",
                dischargedAt,
                "J18.900",
                "肺炎",
                false,
                false,
                null,
                null,
                own + over + prior + scope,
                own,
                over,
                prior,
                scope,
                List.of());
    }

    public Care empty() {
        return care(0, 0, 0, 0, null);
    }

    /** 141,000.00: 200.00 own pay, 140,800.00 in scope. */
    public Care whole() {
        return care(20_000, 0, 0, 14_080_000, "2025-01-08 10:00:00");
    }

    public Request person() {
        return request(
                "1101",
                "{\"data\":{\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\"" + certno + "\",\"psn_cert_type\":\"01\"}}",
                null);
    }

    public Request entitlement() {
        return request(
                "2001",
                "{\"data\":{\"psn_no\":\"" + psnNo + "\",\"insutype\":\"" + insutype
                        + "\",\"fixmedins_code\":\"H32110200001\",\"med_type\":\"21\","
                        + "\"begntime\":\"2025-01-01 08:30:00\"}}",
                null);
    }

    public Request admission() {
        return request(
                "2401",
                "{\"mdtrtinfo\":{\"psn_no\":\"" + psnNo + "\",\"insutype\":\"" + insutype
                        + "\",\"begntime\":\"2025-01-01 08:30:00\",\"mdtrt_cert_type\":\"02\",\"mdtrt_cert_no\":\""
                        + certno + "\",\"med_type\":\"21\",\"ipt_no\":\"ZY0001\",\"adm_dept_codg\":\"0301\","
                        + "\"adm_dept_name\":\"呼吸内科\",\"adm_bed\":\"12\",\"dscg_maindiag_code\":\"J18.900\","
                        + "\"dscg_maindiag_name\":\"肺炎\"},\"diseinfo\":[]}",
                empty());
    }

    public Request lines(Line... lines) {
        List<Body> rows = new ArrayList<>();
        for (Line line : lines) {
            rows.add(line.body(psnNo));
        }
        Body input = Body.builder().put("feedetail", rows).build();
        return request("2301", Json.writeText(input), empty());
    }

    public Request removal(String feedetlSn) {
        return request(
                "2302",
                "{\"data\":[{\"feedetl_sn\":\"" + feedetlSn + "\",\"mdtrt_id\":\"" + VISIT + "\",\"psn_no\":\"" + psnNo
                        + "\"}]}",
                empty());
    }

    public Request discharge(String way) {
        return request(
                "2402",
                "{\"dscginfo\":{\"mdtrt_id\":\"" + VISIT + "\",\"psn_no\":\"" + psnNo
                        + "\",\"endtime\":\"2025-01-08 10:00:00\",\"dscg_way\":\"" + way + "\"},\"diseinfo\":[]}",
                whole());
    }

    public Request settlement(String infno, Care care, String accountUsed) {
        return request(
                infno,
                "{\"data\":{\"psn_no\":\"" + psnNo + "\",\"mdtrt_id\":\"" + VISIT + "\",\"medfee_sumamt\":"
                        + Fen.format(care.medfeeSumFen()) + ",\"acct_used_flag\":\"" + accountUsed
                        + "\",\"insutype\":\"" + insutype + "\",\"mid_setl_flag\":\"0\"}}",
                care);
    }

    public Request trial() {
        return settlement("2303", whole(), "0");
    }

    public Request settle() {
        return settlement("2304", whole(), "0");
    }

    public Request ofVisit(String infno, String setlId) {
        return request(
                infno,
                "{\"data\":{\"mdtrt_id\":\"" + VISIT + "\",\"setl_id\":\"" + setlId + "\",\"psn_no\":\"" + psnNo
                        + "\"}}",
                whole());
    }

    public Request cancel(String setlId) {
        return ofVisit("2305", setlId);
    }

    /** The whole bill in two lines. */
    public Request wholeBill() {
        return lines(new Line("F0001", "ZY0001", 20_000), new Line("F0002", "XJ01CRA040B001010103", 14_080_000));
    }

    /** One line of one piece. */
    public record Line(String sn, String code, long fen) {
        Body body(String psnNo) {
            return Body.builder()
                    .put("feedetl_sn", sn)
                    .put("mdtrt_id", VISIT)
                    .put("psn_no", psnNo)
                    .put("med_type", "21")
                    .put("fee_ocur_time", "2025-01-02 09:00:00")
                    .put("med_list_codg", code)
                    .put("medins_list_codg", "D-" + code)
                    .fen("det_item_fee_sumamt", fen)
                    .put("cnt", 1)
                    .fen("pric", fen)
                    .put("bilg_dept_codg", "0301")
                    .put("bilg_dept_name", "呼吸内科")
                    .put("bilg_dr_codg", "D001")
                    .put("bilg_dr_name", "医师甲")
                    .build();
        }
    }
}
