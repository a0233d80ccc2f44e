package io.wutong.app.cli;

import io.wutong.app.cli.AdminCall.Shown;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wutong reconcile}: has a running process compare a day with a channel's bill, or a home's system, now. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "立即与支付渠道的账单、或与参保地老系统核对一天；差异成为待办。",
            "Compares a day with a payment channel's bill, or with a home's legacy system, now; differences become tasks."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {
            "0:全部一致 · all the same",
            "1:有差异、没有账单或被拒绝 · differences, no bill, or refused",
            Exit.BAD_INPUT_TEXT,
            "3:确定未送达 · certainly not delivered",
            "4:没有可读的应答 · no answer that can be read"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class ReconcileCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private AdminCall admin;

    @Option(
            names = "--channel",
            required = true,
            paramLabel = "NAME",
            description = "渠道或地区适配器 · the channel or the home's adapter")
    private String channel;

    @Option(names = "--day", required = true, paramLabel = "YYYY-MM-DD", description = "账单日 · the bill's day")
    private LocalDate day;

    @Override
    public Integer call() throws Exception {
        return admin.post(
                spec.commandLine().getOut(),
                spec.commandLine().getErr(),
                "/admin/v1/channels/" + channel + "/reconciliations",
                Map.of("day", day.toString()),
                ReconcileCommand::shown);
    }

    private static Shown shown(Body answer) {
        if (!answer.textOr("outcome", "").equals("succeeded")) {
            return new Shown(
                    "没有核对 · nothing was compared: " + answer.textOr("outcome", "") + " " + answer.textOr("cause", ""),
                    Exit.FAILED);
        }
        boolean even = new Value.Bool(true).equals(answer.get("even"));
        return new Shown(
                String.join(
                        System.lineSeparator(),
                        answer.textOr("channel", "") + " " + answer.textOr("day", "")
                                + (even ? "  全部一致 · even" : "  有差异，见待办 · differences, see the tasks"),
                        "  一致 equal        " + answer.textOr("equal", "") + "  " + answer.textOr("equal_amount", ""),
                        "  仅本方 only here  " + answer.textOr("only_here", ""),
                        "  仅对方 only there " + answer.textOr("only_there", ""),
                        "  金额不同 different " + answer.textOr("different", ""),
                        "  对方重复 repeated  " + answer.textOr("repeated", "")),
                even ? Exit.OK : Exit.FAILED);
    }
}
