package io.wutong.app.cli.policy;

import io.wutong.app.Gateway;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wutong policy …}. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = {"待遇政策文件。", "Policy files."},
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PolicyCommand.Check.class, PolicyCommand.Show.class})
public final class PolicyCommand {

    /** Ends of these commands, as elsewhere: done, and a bad file. */
    static final int OK = 0;

    static final int BAD_INPUT = 2;

    /** {@code wutong policy check FILE…}. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = {
                "检查政策文件：错误给出文件、行、键、原因；可疑之处给出提醒。",
                "Checks policy files: errors with file, line, key and reason; warnings for what is doubtful."
            },
            exitCodeListHeading = "%n退出码 exit codes:%n",
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
                return BAD_INPUT;
            }
            out.println("可用 · can be used: " + read.policies().size() + " 个政策 policies");
            return OK;
        }

        private static String text(PolicyFile file, PolicyLint.Warning warning) {
            return file.name() + ":" + file.line(warning.key()) + ": 提醒 warning: " + warning.key() + ": "
                    + warning.reason();
        }
    }

    /** {@code wutong policy show AREA --policy FILE…}. */
    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {"列出适用于一个区划的政策。", "Lists the policies that apply to an area."})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Show implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "AREA", description = "六位医保区划 · six digits")
        private String area;

        @Option(names = "--policy", required = true, arity = "1..*", paramLabel = "FILE", description = "政策文件 · files")
        private List<Path> files;

        @Override
        public Integer call() throws IOException {
            Areas areas = Gateway.areas();
            PrintWriter out = spec.commandLine().getOut();
            if (!areas.has(area)) {
                spec.commandLine().getErr().println("未知的医保区划 · unknown area: " + area);
                return BAD_INPUT;
            }
            PolicyFiles read = new PolicyFiles(files, areas);
            read.problems().forEach(problem -> spec.commandLine().getErr().println(problem.getMessage()));
            for (Area above : areas.upwards(area)) {
                for (Policy policy : read.policies()) {
                    if (policy.area().equals(above.code())) {
                        print(out, policy);
                    }
                }
            }
            return read.problems().isEmpty() ? OK : BAD_INPUT;
        }

        private static void print(PrintWriter out, Policy policy) {
            out.println(policy.title() + "  " + policy.id());
            out.println("  区划 " + policy.area() + "，险种 " + policy.insutype() + "，有效 " + policy.from() + " 至 "
                    + (policy.to() == null ? "长期" : policy.to()) + "，版本 "
                    + policy.hash().substring(0, 12));
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
