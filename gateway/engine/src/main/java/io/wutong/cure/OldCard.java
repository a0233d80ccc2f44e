package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.coverage.FindHome;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Message;
import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.topology.Node;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * CRD-OLD-001: a city's old card, known by a card id that is not of the nationwide form. Whoever is known by his identity
 * number besides goes on by that, and his home is asked for a new card, once; anybody else is told what to show instead.
 */
public final class OldCard {

    private static final String CARD = "03";
    private static final Pattern NATIONWIDE = Pattern.compile("[0-9]{6}D156000005[0-9A-Fa-f]{16}");

    private OldCard() {}

    /** At the place of care. */
    public static void requireAnother(Message message) {
        if (shown(message) && FindHome.certno(message).isEmpty()) {
            throw Fault.CARDOLD.refusal();
        }
    }

    /** Whether one was shown. */
    public static boolean shown(Message message) {
        Body data = message.data("data");
        String id = data.textOr("card_sn", "");
        return data.textOr("mdtrt_cert_type", "").equals(CARD)
                && !id.isEmpty()
                && !NATIONWIDE.matcher(id).matches();
    }

    public static Key<Case> key(Node home, String psnNo) {
        return Case.key(home.id(), Case.CARD, psnNo);
    }

    /** At home: the request for a new card; nothing when it was made before. */
    public static List<Row> request(Message message, Node home, String psnNo, Rows rows) {
        Optional<Case> before = rows.one(key(home, psnNo));
        return before.filter(made -> made.closedAt() == null).isPresent()
                ? List.of()
                : CaseNotes.found(
                                before.orElse(null),
                                home.id(),
                                Case.CARD,
                                psnNo,
                                CaseText.of("card.asked"),
                                Body.builder()
                                        .put("psn_no", psnNo)
                                        .put(
                                                "fixmedins_code",
                                                message.envelope().fixmedinsCode())
                                        .build(),
                                message.receivedAt())
                        .waiting()
                        .rows();
    }
}
