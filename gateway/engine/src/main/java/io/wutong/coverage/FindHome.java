package io.wutong.coverage;

import io.wutong.cure.OldCard;
import io.wutong.envelope.Fault;
import io.wutong.exchange.CareSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Step;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import java.util.List;
import java.util.Optional;

/**
 * 1101 at the place of care, and at every process further up that still has to find home: the envelope names it, the
 * card's issuer does, or the person index knows it (design §4).
 */
public final class FindHome implements CareSide {

    private final CertHash hash;

    public FindHome(CertHash hash) {
        this.hash = hash;
    }

    @Override
    public Needs needs(Message message) {
        return certno(message)
                .map(certno -> Needs.groups(PersonIndex.homes(hash.of(certno))))
                .orElse(Needs.NONE);
    }

    @Override
    public String destination(Message message, Rows rows) {
        if (!message.arrival().destination().isEmpty()) {
            return message.arrival().destination();
        }
        List<PersonIndex> homes = certno(message)
                .map(certno -> rows.all(PersonIndex.homes(hash.of(certno))))
                .orElse(List.of());
        // several hits are several coverages; the home that is asked first is the first by area, the rest stand in its
        // answer
        return homes.isEmpty() ? "" : homes.get(0).area();
    }

    @Override
    public Step before(Message message, Rows rows) {
        OldCard.requireAnother(message);
        if (certno(message).isEmpty() && message.arrival().destination().isEmpty()) {
            throw Fault.NOHOME.refusal();
        }
        return Step.forward(destination(message, rows), null, List.of());
    }

    /** The certificate number: given as such, or the number that an identity card shows. */
    public static Optional<String> certno(Message message) {
        return certno(message.data("data"));
    }

    /** The same of any part of a message that says what was shown. */
    public static Optional<String> certno(Body data) {
        return data.text("certno")
                .or(() -> data.textOr("mdtrt_cert_type", "").equals("02")
                        ? data.text("mdtrt_cert_no")
                        : Optional.empty());
    }
}
