package io.wutong.app.cli;

import io.wutong.app.cli.AdminCall.Shown;
import io.wutong.app.cli.Failures.BadFile;
import io.wutong.spi.AmountException;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wutong refund}: has a running process give part of a paid order back. */
@Command(
        name = "refund",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "退还已付订单的一部分(人工)；合计永不超过已付金额。医保撤销的退款自动进行，不用此命令。",
            "Gives part of a paid order back, never more than was paid. A cancelled settlement is refunded by itself."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {
            "0:已受理，渠道确认后到账 · accepted; it has gone when the channel says so",
            "1:被拒绝 · refused",
            Exit.BAD_INPUT_TEXT,
            "3:确定未送达，可重发 · certainly not delivered, may be sent again",
            "4:结果未知，用同一 --request 重发 · unknown: the same --request again finds out"
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class RefundCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private AdminCall admin;

    @Option(names = "--order", required = true, paramLabel = "NO", description = "订单号 · the order")
    private String order;

    @Option(names = "--amount", required = true, paramLabel = "YUAN", description = "金额(元) · yuan")
    private String amount;

    @Option(
            names = "--request",
            required = true,
            paramLabel = "ID",
            description = "本次退款的编号，重发不变 · names this refund; the same when sent again")
    private String request;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "患者看到的原因 · what the patient reads")
    private String reason;

    @Option(names = "--by", required = true, paramLabel = "NAME", description = "经办人 · who gives it")
    private String by;

    @Override
    public Integer call() throws Exception {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("request", request);
        try {
            parameters.put("amount_fen", Long.toString(Fen.parse("--amount", amount)));
        } catch (AmountException e) {
            throw new BadFile("--amount: 应为元，至多两位小数 · yuan with two decimals at most, not " + amount);
        }
        parameters.put("reason", reason);
        parameters.put("by", by);
        return admin.post(
                spec.commandLine().getOut(),
                spec.commandLine().getErr(),
                "/admin/v1/orders/" + order + "/refunds",
                parameters,
                RefundCommand::shown);
    }

    private static Shown shown(Body answer) {
        return new Shown(
                "退款 refund " + answer.textOr("refund_no", "") + "  " + answer.textOr("amount", "") + "  "
                        + answer.textOr("state", ""),
                Exit.OK);
    }
}
