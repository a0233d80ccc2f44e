package io.wutong.charge;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.MessageId;
import io.wutong.exchange.Directory;
import io.wutong.port.Random;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.topology.Node;
import java.time.LocalDateTime;

/**
 * What takes back a charge's settlement (2208, 2103, 2305), as the institution would send it. Made of the charge alone, so
 * that each sending says the same under the same id.
 */
final class Cancellation {

    private Cancellation() {}

    static String msgid(String fixmedinsCode, LocalDateTime now, Random random) {
        return MessageId.ofTerminal(fixmedinsCode, now, Long.parseLong(random.hex(12), 16));
    }

    static Envelope of(Charge charge, Directory directory) {
        Envelope settled = charge.envelope();
        Body said = settled.data(charge.kind().node);
        String msgid = String.valueOf(charge.cancelMsgid());
        Body data = Body.builder()
                .put("setl_id", String.valueOf(charge.setlId()))
                .put("psn_no", said.textOr("psn_no", ""))
                .put("mdtrt_id", charge.mdtrtId())
                .build();
        Body envelope = Body.builder()
                .put("infno", charge.kind().cancels)
                .put("msgid", msgid)
                .put("mdtrtarea_admvs", settled.careArea())
                .put("insuplc_admdvs", settled.homeArea())
                .put("recer_sys_code", "YBXT")
                .put("infver", "V1.0")
                .put("opter_type", "3")
                .put("opter", "wutong")
                .put("opter_name", "收费与结算核对")
                .put("inf_time", time(msgid))
                .put("fixmedins_code", charge.fixmedinsCode())
                .put(
                        "fixmedins_name",
                        directory
                                .topology()
                                .find(charge.fixmedinsCode())
                                .map(Node::name)
                                .orElse(""))
                .put("input", Body.of("data", data))
                .build();
        return Envelope.read(Json.write(envelope));
    }

    /** The time that its id was made at. */
    private static String time(String msgid) {
        String t = msgid.substring(12, 26);
        return t.substring(0, 4) + "-" + t.substring(4, 6) + "-" + t.substring(6, 8) + " " + t.substring(8, 10) + ":"
                + t.substring(10, 12) + ":" + t.substring(12, 14);
    }
}
