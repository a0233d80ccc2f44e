package io.wutong.app.cli;

import io.wutong.app.cli.Failures.BadFile;
import io.wutong.cases.Case;
import io.wutong.cases.CloseCase;
import io.wutong.cure.ChooseCoverage;
import io.wutong.cure.FilingGate;
import io.wutong.envelope.Refusal;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wutong cases}: what only an operator can bring to an end. */
@Command(
        name = "cases",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "列出待人工处理的事项：问了一整天仍无结果的交易和支付任务、渠道拒绝的退款、关单后才到的付款、柜台应退的款。",
            "Lists what only an operator can bring to an end: what a day of asking has not, refused refunds, late payments,",
            "money that the counter must hand back."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT},
        subcommands = {
            CasesCommand.Close.class,
            CasesCommand.History.class,
            CasesCommand.Choose.class,
            CasesCommand.Decline.class,
            FilingDecisions.Approve.class,
            FilingDecisions.Refuse.class
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class CasesCommand implements Callable<Integer> {

    private static final int SECONDS_MAX = 30;

    @Spec
    private CommandSpec spec;

    /** Required for the list alone: the subcommands have theirs. */
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "配置文件，见 conf/wutong.yaml · the configuration, see conf/wutong.yaml")
    private @Nullable Path config;

    @Option(names = "--json", description = "每项输出一行 JSON · one line of JSON for each case")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (config == null) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--config=FILE'");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (StoreSession session = StoreSession.open(ConfigOption.read(config))) {
            Value found = Await.of(session.journal().cases(), SECONDS_MAX);
            if (!(found instanceof Value.Items items) || items.bodies().isEmpty()) {
                if (!json) {
                    out.println("没有待处理事项 · nothing to do");
                }
                return Exit.OK;
            }
            for (Body given : items.bodies()) {
                out.println(json ? Json.writeText(given) : line(given));
            }
        }
        return Exit.OK;
    }

    private static String line(Body given) {
        return String.join(
                "  ",
                given.textOr("opened_at", ""),
                given.textOr("code", ""),
                given.textOr("node", ""),
                given.textOr("kind", ""),
                given.textOr("ref", ""),
                given.textOr("cause", ""),
                given.textOr("who", ""),
                overdue(given));
    }

    private static String overdue(Body given) {
        String due = given.textOr("due_at", "");
        return due.isEmpty()
                ? "由 " + given.textOr("actor", "") + " 处理，已到最高一级 · at the top"
                : "由 " + given.textOr("actor", "") + " 处理，至 " + due + " 未办结则上报 · climbs then";
    }

    /** What a clerk writes down about a case: who, where, and a refusal in words. */
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    abstract static class Word implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigOption config;

        @Mixin
        CatalogueCommand.Author author;

        @Override
        public final Integer call() throws Exception {
            try (StoreSession session = StoreSession.open(config.read())) {
                Await.of(session.store().commit(command(Instant.now())), SECONDS_MAX);
            } catch (Refusal e) {
                throw new BadFile(Failures.text(e));
            }
            spec.commandLine().getOut().println(said());
            return Exit.OK;
        }

        abstract io.wutong.port.Command<?> command(Instant at);

        /** What is printed once it is written down. */
        abstract String said();
    }

    /** {@code wutong cases close}. */
    @Command(
            name = "close",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "人工办结一个事项；谁、为什么，记入其状态变化。三个参数照 cases 列出的写。",
                "Closes a case by hand; who and why stand in its history. The three arguments are as listed by cases."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Close extends Word {

        @Parameters(index = "0", paramLabel = "NODE", description = "节点 · node")
        private String node;

        @Parameters(index = "1", paramLabel = "KIND", description = "种类 · kind")
        private String kind;

        @Parameters(index = "2", paramLabel = "REF", description = "对象 · what it is about")
        private String ref;

        @Override
        io.wutong.port.Command<Case> command(Instant at) {
            return new CloseCase(Case.key(node, kind, ref), author.by, author.why("cases close"), at);
        }

        @Override
        String said() {
            return "已办结 · closed  " + node + "  " + kind + "  " + ref;
        }
    }

    /** {@code wutong cases history}. */
    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "一个事项的经过：发现了什么、自动办了什么、由谁了结。三个参数照 cases 列出的写。",
                "What happened to a case: what was found, what was done by itself, what closed it."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class History implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigOption config;

        @Option(names = "--json", description = "每步输出一行 JSON · one line of JSON for each step")
        private boolean json;

        @Parameters(index = "0", paramLabel = "NODE", description = "节点 · node")
        private String node;

        @Parameters(index = "1", paramLabel = "KIND", description = "种类 · kind")
        private String kind;

        @Parameters(index = "2", paramLabel = "REF", description = "对象 · what it is about")
        private String ref;

        @Override
        public Integer call() throws Exception {
            PrintWriter out = spec.commandLine().getOut();
            try (StoreSession session = StoreSession.open(config.read())) {
                Value found = Await.of(session.journal().caseHistory(node, kind, ref), SECONDS_MAX);
                for (Body step : ((Value.Items) found).bodies()) {
                    out.println(
                            json
                                    ? Json.writeText(step)
                                    : step.textOr("at", "") + "  " + step.textOr("event", "") + "  "
                                            + step.textOr("text", "") + " · " + step.textOr("text_en", ""));
                }
            }
            return Exit.OK;
        }
    }

    /** {@code wutong cases choose}. */
    @Command(
            name = "choose",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "在窗口登记患者选择保留哪一地的参保(COV-DUP-001)，REF 为就诊ID。",
                "Records at a window which of his coverages a patient keeps (COV-DUP-001); REF is the mdtrt_id."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Choose extends Word {

        @Parameters(index = "0", paramLabel = "NODE", description = "入院时的参保地节点 · the home of the admission")
        private String node;

        @Parameters(index = "1", paramLabel = "REF", description = "就诊ID · mdtrt_id")
        private String ref;

        @Parameters(index = "2", paramLabel = "AREA", description = "保留的参保地区划 · the area whose coverage stays")
        private String area;

        @Override
        io.wutong.port.Command<Case> command(Instant at) {
            return new ChooseCoverage(Case.key(node, Case.INSURED_TWICE, ref), area, "窗口 " + author.said(), at);
        }

        @Override
        String said() {
            return "已登记选择 · chosen  " + ref + "  " + area;
        }
    }

    /** {@code wutong cases decline}. */
    @Command(
            name = "decline",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "在窗口登记患者声明不备案(FIL-NONE-001)，按未备案结算；REF 为就诊ID。",
                "Records at a window that a patient will not have it filed for (FIL-NONE-001): the stay is settled as that of",
                "somebody who is not; REF is the mdtrt_id."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Decline extends Word {

        @Parameters(index = "0", paramLabel = "NODE", description = "参保地节点 · the home")
        private String node;

        @Parameters(index = "1", paramLabel = "REF", description = "就诊ID · mdtrt_id")
        private String ref;

        @Override
        io.wutong.port.Command<Case> command(Instant at) {
            return new FilingGate.Decline(Case.key(node, Case.FILING_NONE, ref), "窗口 " + author.said(), at);
        }

        @Override
        String said() {
            return "已登记不备案 · declined  " + ref;
        }
    }
}
