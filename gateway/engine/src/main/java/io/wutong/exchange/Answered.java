package io.wutong.exchange;

import io.wutong.observe.Hop;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * How an exchange ended.
 *
 * @param bytes what the sender is given; of a repetition the very bytes of the first time
 * @param origin who failed, a dotted path that grows as it travels back; empty on success
 * @param repeated the answer had been given before
 */
@SuppressWarnings("ArrayRecordComponent") // the stored bytes, handed on and never changed
public record Answered(Outcome<Body> outcome, byte[] bytes, String origin, List<Hop> hops, boolean repeated) {

    /** What was said when it succeeded; of a repetition as it was said the first time. */
    public Optional<Body> output() {
        return outcome instanceof Outcome.Succeeded<Body> said
                ? Optional.of(repeated ? Json.read(bytes).body("output") : said.answer())
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "Answered[" + outcome.label() + "]";
    }
}
