package io.wutong.benefit;

import io.wutong.benefit.rules.Amounts;
import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.Calculator;
import io.wutong.benefit.rules.PolicyVersions;
import io.wutong.benefit.rules.Stay;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A third or later stay of the year of one of a thousand persons: basic fund and five layers, all accumulated. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class CalculationBenchmark {

    private static final int PERSONS = 1024;

    private final PolicyVersions policies = TestPolicies.own("five-layers");
    private final Stay[] stays = new Stay[PERSONS];
    private final Amounts[] used = new Amounts[PERSONS];
    private int next;

    public CalculationBenchmark() {
        Random random = new Random(1);
        StayReader reader = new StayReader(Body.EMPTY, Set.of("1101"));
        for (int i = 0; i < PERSONS; i++) {
            used[i] = Amounts.NONE;
            for (int earlier = 0; earlier < 2; earlier++) {
                used[i] = Calculator.calculate(policies, stay(reader, random), used[i])
                        .after();
            }
            stays[i] = stay(reader, random);
        }
    }

    @Benchmark
    public Benefit calculate() {
        int i = next++ & PERSONS - 1;
        return Calculator.calculate(policies, stays[i], used[i]);
    }

    private static Stay stay(StayReader reader, Random random) {
        return reader.read(Body.builder()
                .put("id", "s")
                .put("admitted", "2026-03-01")
                .put("discharged", "2026-03-11")
                .put("level", "" + (1 + random.nextInt(3)))
                .put("own_pay", Fen.format(random.nextInt(100_000)))
                .put("over_limit", Fen.format(random.nextInt(10_000)))
                .put("prior_self_pay", Fen.format(random.nextInt(400_000)))
                .put("in_scope", Fen.format(random.nextInt(20_000_000)))
                .put("psn_type", "1101")
                .put("institution_area", "320102")
                .build());
    }
}
