package io.wutong.region.guangdong;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.support.stay.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Calls about a visit without rows, and the question which of its calls stand (0701). */
final class VisitCalls {

    private final Platform platform;
    private final Inputs inputs;
    private final Flavour flavour;

    VisitCalls(Platform platform, Inputs inputs, Flavour flavour) {
        this.platform = platform;
        this.inputs = inputs;
        this.flavour = flavour;
    }

    Future<Platform.Reply> call(String number, Map<String, String> fields, Step step) {
        return platform.call(number, fields, List.of(), step.context());
    }

    /** The calls that stand of a visit, by its number or by the one that we gave the stay. */
    Future<StandingCalls> find(Step step) {
        Map<String, String> fields = new LinkedHashMap<>(inputs.head(step));
        fields.put(
                "akc190",
                inputs.names(Body.EMPTY, step.request()).apply("@stay_no").orElse(""));
        fields.put("startrow", "1");
        return call("0701", fields, step).map(reply -> StandingCalls.of(reply.rows(), step, flavour));
    }
}
