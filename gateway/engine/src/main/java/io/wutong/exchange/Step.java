package io.wutong.exchange;

import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the place of care does first with a message; a refusal is thrown. */
public sealed interface Step {

    /** It answers by itself. */
    record Answer(Body output, List<Row> writes, String result) implements Step {}

    /**
     * The home is asked.
     *
     * @param destination the home's area
     * @param care what it is told; null before a visit exists
     * @param writes what is kept before it is asked
     */
    record Forward(String destination, @Nullable Care care, List<Row> writes) implements Step {}

    static Step answer(Body output, List<Row> writes) {
        return new Answer(output, writes, "");
    }

    static Step forward(String destination, @Nullable Care care, List<Row> writes) {
        return new Forward(destination, care, writes);
    }
}
