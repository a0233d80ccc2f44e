package io.wutong.app.cli;

import io.wutong.app.cli.Failures.BadFile;
import io.wutong.benefit.Adjustment;
import io.wutong.benefit.Calculation;
import io.wutong.benefit.Explanation;
import io.wutong.benefit.rules.Policy;
import io.wutong.spi.Json;
import io.wutong.store.benefit.Calculations;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wutong explain SETL_ID}: calculates a settlement again from what was stored, and says how each fen came about. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "解释一笔结算：按当时的政策、就诊与累计重新计算，逐项说明每一分钱的来历。",
            "Explains a settlement: calculates it again from policy, stay and accumulators of then."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {
            Exit.OK_TEXT,
            "1:重算与答复不符，或失败 · the replay differs from what was answered, or failed",
            Exit.BAD_INPUT_TEXT
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ExplainCommand implements Callable<Integer> {

    private static final int SECONDS_MAX = 60;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption config;

    @Parameters(paramLabel = "SETL_ID", description = "结算ID · the settlement's id")
    private String setlId;

    @Option(names = "--detail", description = "给经办人：政策版本、规则、累计 · for a clerk: versions, rules, accumulators")
    private boolean detail;

    @Option(names = "--json", description = "输出 JSON · prints JSON")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        try (StoreSession session = StoreSession.open(config.read())) {
            Calculations calculations = session.calculations();
            Calculation calculation = Await.of(calculations.find(setlId), SECONDS_MAX)
                    .orElseThrow(() -> new BadFile(
                            "没有由本库按政策计算的结算 · no settlement that a home of this store has calculated: " + setlId));
            Map<String, Policy> policies = Await.of(calculations.policies(calculation.policyHashes()), SECONDS_MAX);
            List<Adjustment> adjustments = Await.of(calculations.adjustments(setlId), SECONDS_MAX);
            Explanation explanation =
                    Explanation.of(calculation, hash -> Optional.ofNullable(policies.get(hash)), adjustments);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(Json.writeText(explanation.body()));
            } else {
                (detail ? explanation.forClerk() : explanation.forPatient()).forEach(out::println);
            }
            return explanation.sameAsAnswered() ? Exit.OK : Exit.FAILED;
        }
    }
}
