package io.wutong.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

class WutongTest {

    @TempDir
    Path folder;

    static Stream<CommandLine> commands() {
        List<CommandLine> all = new ArrayList<>();
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        collect(Wutong.commandLine(nowhere, nowhere), all);
        return all.stream();
    }

    private static void collect(CommandLine command, List<CommandLine> all) {
        all.add(command);
        command.getSubcommands().values().forEach(sub -> collect(sub, all));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void should_say_what_it_does_and_how_it_ends_when_asked(CommandLine command) {
        var usage = command.getCommandSpec().usageMessage();
        String description = String.join("\n", usage.description());

        assertThat(description).as("Chinese, then English").containsPattern("(?s)^\\p{IsHan}.*[A-Z][a-z ,]+");
        assertThat(usage.exitCodeList()).containsKeys("0", "2");
        assertThat(command.getUsageMessage()).contains("--help").contains("exit codes");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void should_describe_each_argument_when_it_has_some(CommandLine command) {
        for (ArgSpec argument : command.getCommandSpec().args()) {
            boolean standard = argument instanceof OptionSpec option
                    && List.of("--help", "--version").contains(option.longestName());
            if (!standard) {
                assertThat(String.join("", argument.description()))
                        .as(command.getCommandName() + " " + argument)
                        .containsPattern("\\p{IsHan}.*[a-z]");
            }
        }
    }

    @Test
    void should_list_every_command_when_asked_for_help() {
        Ran help = Ran.of("--help");

        assertThat(help.exit()).isZero();
        assertThat(help.out())
                .contains("sandbox", "run", "config", "send", "scan", "person", "institution", "policy", "catalogue");
    }

    @Test
    void should_print_its_version_when_asked() {
        assertThat(Ran.of("--version")).isEqualTo(new Ran(0, "wutong 0.1.0" + System.lineSeparator(), ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run",
                "config check",
                "send message.json",
                "send --url https://localhost:1 --config x.yaml message.json",
                "send --url https://localhost:1 message.json",
                "send --url ftp://localhost --account a --token-file /dev/null message.json",
                "scan 1",
                "person import --node 320115 persons.jsonl",
                "policy import --config x.yaml",
                "catalogue import --config x.yaml file.csv",
                "sandbox --exit",
                "no-such-command"
            })
    void should_exit_with_2_when_an_argument_is_missing_or_wrong(String line) {
        Ran ran = Ran.of(line.split(" "));

        assertThat(ran.exit()).isEqualTo(Exit.BAD_INPUT);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).isNotBlank();
    }

    @Test
    void should_list_problems_when_a_configuration_is_checked() throws IOException {
        Path file = Files.writeString(folder.resolve("wutong.yaml"), "process: x\nlisteners: {admin: {port: many}}\n");

        Ran text = Ran.of("config", "check", file.toString());
        Ran json = Ran.of("config", "check", "--json", file.toString());

        assertThat(text.exit()).isEqualTo(Exit.BAD_INPUT);
        assertThat(text.err()).contains(file + ":2: listeners.admin.port = many: 应为0–65535 的整数 · expected a whole");
        assertThat(json.exit()).isEqualTo(Exit.BAD_INPUT);
        Body answer = Json.read(json.out());
        assertThat(answer.textOr("usable", "")).isEqualTo("false");
        assertThat(answer.bodies("problems")).anySatisfy(problem -> {
            assertThat(problem.textOr("key", "")).isEqualTo("listeners.admin.port");
            assertThat(problem.textOr("line", "")).isEqualTo("2");
            assertThat(problem.textOr("value", "")).isEqualTo("many");
            assertThat(problem.textOr("expected", "")).isEqualTo("a whole number from 0 to 65535");
        });
    }

    @Test
    void should_start_nothing_when_the_configuration_is_bad() throws IOException {
        Path file = Files.writeString(folder.resolve("wutong.yaml"), "process: x\n");

        for (String[] line : new String[][] {
            {"run", "--config", file.toString()},
            {"policy", "import", "--config", file.toString(), file.toString()},
            {"send", "--config", file.toString(), file.toString()}
        }) {
            Ran ran = Ran.of(line);
            assertThat(ran.exit()).isEqualTo(Exit.BAD_INPUT);
            assertThat(ran.err()).contains("database.password");
        }
    }

    @Test
    void should_promise_a_direct_settlement_only_where_the_admission_stands_when_a_claim_is_withdrawn() {
        assertThat(Ran.of("claim", "withdraw", "--help").out()).contains("就诊登记未撤销的也可直接结算");
    }
}
