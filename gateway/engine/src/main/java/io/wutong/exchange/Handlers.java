package io.wutong.exchange;

import io.wutong.coverage.CertHash;
import io.wutong.envelope.Fault;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who answers which {@code infno}, filled by the composition root; no switch over numbers anywhere.
 *
 * @param courtesy what a home whose legacy system does not know the transaction may answer with an empty success,
 *     because nothing of it is kept there: fee lines where the adapter does not want them
 * @param certs under which the person index knows somebody
 */
public record Handlers(Map<String, CareSide> care, Map<String, HomeSide> home, Set<String> courtesy, CertHash certs) {
    public Handlers {
        care = Map.copyOf(care);
        home = Map.copyOf(home);
        courtesy = Set.copyOf(courtesy);
    }

    /** Where nobody is known by a certificate. */
    public Handlers(Map<String, CareSide> care, Map<String, HomeSide> home, Set<String> courtesy) {
        this(care, home, courtesy, certno -> "");
    }

    /** The answer for a home whose legacy system lacks the transaction. */
    Outcome<Body> unsupported(Message message, String area) {
        return courtesy.contains(message.infno())
                ? Outcome.succeeded(Body.EMPTY)
                : Fault.UNSUPPORTED.rejected(area, message.infno());
    }

    public Optional<CareSide> care(String infno) {
        return Optional.ofNullable(care.get(infno));
    }

    public Optional<HomeSide> home(String infno) {
        return Optional.ofNullable(home.get(infno));
    }
}
