package io.wutong.region.nhsa;

import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.support.Dates;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * National envelopes around national inputs. The visit has two numbers, the place of care's and the region's own: each
 * side reads the one that it knows, wherever it stands; all else of a message stays as it was written.
 */
final class Envelopes {

    private static final String VISIT = "mdtrt_id";
    private static final Set<String> SETTLEMENTS = Set.of("2303", "2304", "2206", "2207");

    private final NhsaConfig config;
    private final Clock clock;
    private final AtomicInteger sequence = new AtomicInteger();

    Envelopes(NhsaConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** The hospital's own message, under its own message id: by that the region knows it, and undoes it. */
    Body of(Request request, Body input, String signNo) {
        return envelope(request.infno(), request.msgid(), request, input, signNo);
    }

    /** A message of ours about the same visit. */
    Body own(String infno, Request request, Body input, String signNo) {
        String serial = "%04d".formatted(Math.floorMod(sequence.getAndIncrement(), 10_000));
        return envelope(infno, request.fixmedinsCode() + Dates.dt14(now()) + serial, request, input, signNo);
    }

    private Body envelope(String infno, String msgid, Request request, Body input, String signNo) {
        Care care = request.care();
        return Body.builder()
                .put("infno", infno)
                .put("msgid", msgid)
                .put("mdtrtarea_admvs", request.careArea())
                .put("insuplc_admdvs", request.homeArea())
                .put("recer_sys_code", config.receiver())
                .put("dev_no", "")
                .put("dev_safe_info", "")
                .put("cainfo", "")
                .put("signtype", "")
                .put("infver", config.version())
                .put("opter_type", "1")
                .put("opter", request.opter())
                .put("opter_name", request.opter())
                .put("inf_time", Dates.dt19(now()))
                .put("fixmedins_code", request.fixmedinsCode())
                .put("fixmedins_name", care == null ? "" : care.fixmedinsName())
                .put("sign_no", signNo)
                .put("input", input)
                .build();
    }

    /** The input as the region reads it: its own number of the visit, and in a settlement how the bill was split. */
    static Body outward(Request request, String theirs) {
        Care care = request.care();
        Body input = care == null || theirs.isEmpty()
                ? request.input()
                : renumbered(request.input(), care.mdtrtId(), theirs);
        if (care == null || !SETTLEMENTS.contains(request.infno())) {
            return input;
        }
        Body data = input.body("data")
                .with("fulamt_ownpay_amt", Value.fen(care.ownPayFen()))
                .with("overlmt_selfpay", Value.fen(care.overLimitFen()))
                .with("preselfpay_amt", Value.fen(care.priorSelfPayFen()))
                .with("inscp_scp_amt", Value.fen(care.inScopeFen()));
        return input.with("data", data);
    }

    /** The output as the place of care reads it. */
    static Body inward(Request request, Body output, String theirs) {
        Care care = request.care();
        return care == null || theirs.isEmpty() ? output : renumbered(output, theirs, care.mdtrtId());
    }

    private static Body renumbered(Body body, String from, String to) {
        Body.Builder copy = Body.builder();
        body.fields().forEach((name, value) -> copy.put(name, renumbered(name, value, from, to)));
        return copy.build();
    }

    private static Value renumbered(String name, Value value, String from, String to) {
        if (value instanceof Body body) {
            return renumbered(body, from, to);
        }
        if (value instanceof Value.Items items) {
            List<Value> copy = new ArrayList<>();
            items.values().forEach(item -> copy.add(renumbered(name, item, from, to)));
            return new Value.Items(copy);
        }
        boolean visit = name.equals(VISIT)
                && value instanceof Value.Text text
                && text.value().equals(from);
        return visit ? Value.text(to) : value;
    }

    LocalDateTime now() {
        return LocalDateTime.now(clock);
    }
}
