package io.wutong.benefit;

import io.wutong.benefit.rules.Amounts;
import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.Calculator;
import io.wutong.benefit.rules.FundLine;
import io.wutong.benefit.rules.Policy;
import io.wutong.benefit.rules.PolicyVersions;
import io.wutong.benefit.rules.Stay;
import io.wutong.benefit.rules.StayRefusal;
import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What replays a settlement that a home calculated by its policy.
 *
 * @param node the home
 * @param psnNo whose
 * @param setlId which settlement
 * @param desk under which name the home keeps the settlement and its books
 * @param insutype the scheme
 * @param at when it was settled; one person's were calculated in this order
 * @param standing not cancelled
 * @param basis policies by content hash, the stay, accumulators before and after, what each fund pays; never
 *     altered
 * @param now JSON text: accumulators before and after and what each fund owes since an earlier settlement was cancelled;
 *     null as long as that is what was answered
 */
public record Calculation(
        String node,
        String psnNo,
        String setlId,
        String desk,
        String insutype,
        Instant at,
        boolean standing,
        Body basis,
        @Nullable String now)
        implements Row {

    /** All of a person. */
    public static Key<Calculation> of(String node, String psnNo) {
        return Key.of(Calculation.class, node, psnNo);
    }

    @Override
    public Key<Calculation> key() {
        return Key.of(Calculation.class, node, psnNo, setlId);
    }

    /** The basis of a calculation that was just made. */
    public static Body basis(Collection<Policy> policies, Stay stay, Benefit benefit) {
        List<Value> hashes = new ArrayList<>(policies.size());
        for (Policy policy : policies) {
            hashes.add(Value.text(policy.hash()));
        }
        return calculated(
                        Body.builder().put("policies", new Value.Items(hashes)).put("stay", StayWriter.write(stay)),
                        benefit)
                .build();
    }

    private static Body.Builder calculated(Body.Builder body, Benefit benefit) {
        List<Body> funds = new ArrayList<>(benefit.funds().size());
        for (FundLine line : benefit.funds()) {
            funds.add(fund(line));
        }
        return amounts(body, benefit.before(), benefit.after(), funds);
    }

    private static Body.Builder amounts(Body.Builder body, Amounts before, Amounts after, List<Body> funds) {
        return body.put("before", Accumulator.body(before.byName()))
                .put("after", Accumulator.body(after.byName()))
                .put("funds", funds);
    }

    private static Body fund(FundLine line) {
        return Body.builder()
                .put("fund_pay_type", line.fundPayType())
                .fen("fund_payamt", line.fen())
                .build();
    }

    /** Content hashes of the policies that it was calculated by. */
    public List<String> policyHashes() {
        return basis.get("policies") instanceof Value.Items items
                ? items.values().stream()
                        .map(item -> Body.of("v", item).textOr("v", ""))
                        .toList()
                : List.of();
    }

    /** The accumulators before, when it was answered. */
    public Amounts answeredBefore() {
        return Amounts.of(Accumulator.map(basis.body("before")));
    }

    /** The accumulators before, as they are since. */
    public Amounts before() {
        return Amounts.of(Accumulator.map(current().body("before")));
    }

    public Amounts after() {
        return Amounts.of(Accumulator.map(current().body("after")));
    }

    /** What was answered, by {@code fund_pay_type}. */
    public Map<String, Long> answered() {
        return byType(basis);
    }

    /** What the funds owe now, by {@code fund_pay_type}. */
    public Map<String, Long> owed() {
        return byType(current());
    }

    private Body current() {
        return now == null ? basis : Json.read(now);
    }

    private static Map<String, Long> byType(Body body) {
        Map<String, Long> amounts = new LinkedHashMap<>();
        for (Body fund : body.bodies("funds")) {
            amounts.merge(
                    fund.textOr("fund_pay_type", ""), fund.fen("fund_payamt").orElse(0L), Long::sum);
        }
        return amounts;
    }

    /** The stay, as it was calculated. */
    public Stay stay() {
        Body stay = basis.body("stay");
        Set<String> classes = new HashSet<>();
        if (stay.get("classes") instanceof Value.Items items) {
            items.values().forEach(item -> Body.of("v", item).text("v").ifPresent(classes::add));
        }
        return new StayReader(Body.EMPTY, classes).read(stay);
    }

    /**
     * Calculates again, by the policies that it was calculated by.
     *
     * @param before the accumulators to begin with; those of {@link #before()} give what was answered
     * @throws NotReplayed when a policy is gone, or refuses the stay with other accumulators
     */
    public Benefit replay(Function<String, Optional<Policy>> byHash, Amounts before) {
        List<Policy> policies = policyHashes().stream()
                .map(hash -> byHash.apply(hash).orElseThrow(() -> new NotReplayed("policy_gone." + hash)))
                .toList();
        PolicyVersions versions = day -> policies.stream()
                .filter(policy -> policy.validOn(day))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no policy of " + setlId + " holds on " + day));
        try {
            return Calculator.calculate(versions, stay(), before);
        } catch (StayRefusal e) {
            throw new NotReplayed("refused." + e.field());
        }
    }

    /** A settlement that cannot be calculated again; its message is the cause, a dotted word. */
    public static final class NotReplayed extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        NotReplayed(String cause) {
            super(cause);
        }

        String dotted() {
            return String.valueOf(getMessage());
        }
    }

    Calculation cancelled() {
        return new Calculation(node, psnNo, setlId, desk, insutype, at, false, basis, now);
    }

    /** With what holds now. */
    Calculation calculated(Benefit again) {
        return now(calculated(Body.builder(), again));
    }

    /** After other accumulators, with the same amounts: it adds to them what it added before. */
    Calculation moved(Amounts other) {
        return now(amounts(
                Body.builder(),
                other,
                other.without(after(), before()),
                current().bodies("funds")));
    }

    private Calculation now(Body.Builder amounts) {
        return new Calculation(
                node, psnNo, setlId, desk, insutype, at, standing, basis, Json.writeText(amounts.build()));
    }
}
