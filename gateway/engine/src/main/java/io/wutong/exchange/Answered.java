package io.wutong.exchange;

import io.wutong.envelope.AnswerWriter;
import io.wutong.observe.Hop;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * How an exchange ended. What was said is asked of {@link #output} and {@link #refusal}: the outcome of a repetition says
 * only how it ended, not what with.
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

    /** What a settlement made; empty where it made none. */
    public String setlId() {
        return output().map(said -> said.body("setlinfo").textOr("setl_id", "")).orElse("");
    }

    /** That it was refused, in the words that the sender was told, the first time or again. */
    public Optional<Outcome.Rejected<Body>> refusal() {
        if (!(outcome instanceof Outcome.Rejected<Body> said)) {
            return Optional.empty();
        }
        if (!repeated || bytes.length == 0) {
            return Optional.of(said);
        }
        String told = Json.read(bytes).textOr("err_msg", "");
        String code = AnswerWriter.message(said.code(), "");
        return Optional.of(
                new Outcome.Rejected<>(said.code(), told.startsWith(code) ? told.substring(code.length()) : told));
    }

    @Override
    public String toString() {
        return "Answered[" + outcome.label() + "]";
    }
}
