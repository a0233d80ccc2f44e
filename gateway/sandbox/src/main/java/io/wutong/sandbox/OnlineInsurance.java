package io.wutong.sandbox;

import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.List;
import java.util.UUID;

/** What a patient has authorised at the insurer, and what the institution tells it of the bill. */
final class OnlineInsurance {

    private OnlineInsurance() {}

    /** As a terminal hands it over; each is good for one payment. */
    static Body authorised() {
        String once = UUID.randomUUID().toString().substring(0, 12);
        return Body.builder()
                .put("serial_no", "U" + once)
                .put("pay_order_id", "ORD" + once)
                .put("pay_auth_no", "AUTH" + once)
                .put("location", "119.455835,32.204409")
                .put("payer_id", "oSimulatorPayer0000000000001")
                .put("name", "张示例")
                .put("certno", "320115190001010003")
                .build();
    }

    /** The bill as 6201 wants it. */
    static Body details(Outpatient patient, String yuan) {
        return Body.builder()
                .put("psnNo", "32011500000000000003")
                .put("insutype", "390")
                .put("begntime", "2026-10-30 08:40:00")
                .put("insuCode", "320115")
                .put("iptOtpNo", "MZ1")
                .put("deptCode", "A03.05")
                .put("deptName", "血液内科")
                .put("caty", "A03.05")
                .put("medType", "11")
                .put("feeType", "01")
                .put("psnSetlway", "01")
                .put("chrgBchno", "B0001")
                .put("mdtrtId", patient.mdtrtId())
                .put("pubHospRfomFlag", "0")
                .put("feedetailList", List.of(Body.of("detItemFeeSumamt", new Value.Num(yuan))))
                .build();
    }
}
