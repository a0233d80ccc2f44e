package io.wutong.app.cli;

import io.wutong.app.AppConfig;
import io.wutong.app.Gateway;
import io.wutong.app.config.ConfigException;
import io.wutong.app.config.ConfigFile;
import io.wutong.app.config.Problem;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wutong config …}. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {"配置文件。", "The configuration file."},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%n命令 commands:%n",
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {Exit.OK_TEXT, Exit.BAD_INPUT_TEXT},
        subcommands = ConfigCommand.Check.class)
final class ConfigCommand {

    /** {@code wutong config check FILE}: all that is wrong with it, without starting anything. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {"检查配置文件，列出全部问题，不启动任何东西。", "Checks a configuration, lists all problems, starts nothing."},
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {"0:可用 · can be used", "2:有问题，或参数有误 · has problems, or a wrong argument"})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Check implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "配置文件 · the configuration")
        private Path file;

        @Option(names = "--json", description = "以 JSON 输出 · print JSON")
        private boolean json;

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try {
                AppConfig config = ConfigFile.read(file, Gateway.areas(), System::getenv);
                out.println(json ? text(List.of()) : summary(config));
                return Exit.OK;
            } catch (ConfigException e) {
                if (json) {
                    out.println(text(e.problems()));
                } else {
                    e.problems().forEach(spec.commandLine().getErr()::println);
                }
                return Exit.BAD_INPUT;
            }
        }

        private String summary(AppConfig config) {
            long hosted = config.nodes().stream().filter(Node::hostedHere).count();
            return file + ": 可用 · can be used: " + hosted + " 个本地节点 nodes here, "
                    + config.peers().size() + " 个对端 peers, " + config.accounts().size() + " 个账号 accounts, "
                    + config.terminals().size() + " 个终端 terminals, "
                    + config.adapters().size() + " 个适配器 adapters";
        }

        private String text(List<Problem> problems) {
            List<Value> rows = new ArrayList<>();
            for (Problem problem : problems) {
                rows.add(Body.builder()
                        .put("where", problem.where())
                        .put("line", problem.line())
                        .put("key", problem.key())
                        .put("value", problem.value())
                        .put("expected", problem.en())
                        .put("expected_zh", problem.zh())
                        .build());
            }
            Body body = Body.builder()
                    .put("file", file.toString())
                    .put("usable", new Value.Bool(problems.isEmpty()))
                    .put("problems", rows)
                    .build();
            return new String(Json.write(body), StandardCharsets.UTF_8);
        }
    }
}
