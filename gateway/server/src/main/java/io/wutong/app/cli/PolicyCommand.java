package io.wutong.app.cli;

import io.wutong.app.Gateway;
import io.wutong.app.cli.Failures.BadFile;
import io.wutong.benefit.PolicyLint;
import io.wutong.benefit.rules.Fund;
import io.wutong.benefit.rules.Layer;
import io.wutong.benefit.rules.Policy;
import io.wutong.store.imports.PolicyFile;
import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wutong policy …}. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {"待遇政策文件。", "Policy files."},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%n命令 commands:%n",
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT},
        subcommands = {ImportCommands.PolicyImport.class, PolicyCommand.Check.class, PolicyCommand.Show.class})
final class PolicyCommand {

    private static final int HASH_DIGITS = 12;

    private PolicyCommand() {}

    /** {@code wutong policy check FILE…}. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "检查政策文件：错误给出文件、行、键、原因；可疑之处给出提醒。",
                "Checks policy files: errors with file, line, key and reason; warnings for what is doubtful."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {"0:可用(可能有提醒) · can be used, perhaps with warnings", "2:有错误 · has errors"})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Check implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "FILE", arity = "1..*", description = "政策文件 · policy files")
        private List<Path> files;

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            PolicyFiles read = new PolicyFiles(files, Gateway.areas());
            read.problems().forEach(problem -> spec.commandLine().getErr().println(problem.getMessage()));
            Map<String, PolicyLint.Warning> gaps = PolicyLint.validityGaps(read.policies());
            for (Map.Entry<PolicyFile, Policy> one : read.read().entrySet()) {
                PolicyLint.of(one.getValue()).forEach(warning -> out.println(text(one.getKey(), warning)));
                PolicyLint.Warning gap = gaps.get(one.getValue().id());
                if (gap != null) {
                    out.println(text(one.getKey(), gap));
                }
            }
            if (!read.problems().isEmpty()) {
                return Exit.BAD_INPUT;
            }
            out.println("可用 · can be used: " + read.policies().size() + " 个政策 policies");
            return Exit.OK;
        }

        private static String text(PolicyFile file, PolicyLint.Warning warning) {
            return file.name() + ":" + file.line(warning.key()) + ": 提醒 warning: " + warning.key() + ": "
                    + warning.reason();
        }
    }

    /** {@code wutong policy show AREA}, from files or from the store. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "列出适用于一个区划的政策：自己的，以及上级区划的；取自文件，或取自数据库里现行的版本。",
                "Lists the policies that apply to an area, its own and those above, from files or those in force in the store."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Show implements Callable<Integer> {

        private static final int SECONDS_MAX = 60;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "AREA", description = "六位医保区划 · six digits")
        private String area;

        @ArgGroup(multiplicity = "1")
        private Source source;

        @Option(names = "--yaml", description = "输出政策文件原文 · prints the files themselves")
        private boolean yaml;

        /** Where policies come from. */
        static final class Source {
            @Option(
                    names = "--policy",
                    required = true,
                    arity = "1..*",
                    paramLabel = "FILE",
                    description = "政策文件 · policy files")
            private @Nullable List<Path> files;

            @Option(
                    names = {"-c", "--config"},
                    required = true,
                    paramLabel = "FILE",
                    description = "配置文件：取现行版本 · the configuration: those in force")
            private @Nullable Path config;

            private Map<PolicyFile, Policy> read(Areas areas) throws Exception {
                if (files != null) {
                    PolicyFiles read = new PolicyFiles(files, areas);
                    if (!read.problems().isEmpty()) {
                        throw new BadFile(Failures.text(read.problems().get(0)));
                    }
                    return read.read();
                }
                try (StoreSession session =
                        StoreSession.open(ConfigOption.read(Objects.requireNonNull(config, "config")))) {
                    Map<PolicyFile, Policy> inForce = new LinkedHashMap<>();
                    for (PolicyFile file : Await.of(session.imports().policies(), SECONDS_MAX)) {
                        inForce.put(file, file.read(areas));
                    }
                    return inForce;
                }
            }
        }

        @Override
        public Integer call() throws Exception {
            Areas areas = Gateway.areas();
            if (!areas.has(area)) {
                throw new BadFile("未知的医保区划 · unknown area: " + area);
            }
            Map<PolicyFile, Policy> policies = source.read(areas);
            PrintWriter out = spec.commandLine().getOut();
            boolean found = false;
            for (Area above : areas.upwards(area)) {
                for (Map.Entry<PolicyFile, Policy> one : policies.entrySet()) {
                    if (one.getValue().area().equals(above.code())) {
                        found = true;
                        print(out, one.getKey(), one.getValue());
                    }
                }
            }
            if (!found) {
                out.println("没有适用于 " + area + " 的政策 · no policy applies");
            }
            return Exit.OK;
        }

        private void print(PrintWriter out, PolicyFile file, Policy policy) {
            if (yaml) {
                out.println("---");
                out.println(file.text().stripTrailing());
                return;
            }
            out.println(policy.title() + "  " + policy.id());
            out.println("  区划 " + policy.area() + "，险种 " + policy.insutype() + "，有效 " + policy.from() + " 至 "
                    + (policy.to() == null ? "长期" : policy.to()) + "，版本 "
                    + policy.hash().substring(0, HASH_DIGITS));
            for (Fund fund : policy.funds()) {
                out.println("  · " + fund.id() + "  " + fund.name() + "  " + fund.fundPayType());
            }
            for (Layer layer : policy.layers()) {
                out.println("  + " + layer.id() + "  " + layer.name() + "  " + layer.fundPayType()
                        + (layer.payer().isEmpty() ? "" : "  由" + layer.payer() + "支付"));
            }
        }
    }
}
