package io.wutong.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Stands here for {@code --help} alone: {@code bin/wutong sandbox} starts {@code io.wutong.sandbox.Main}, whose jars
 * are on no other command's class path.
 */
@Command(
        name = "sandbox",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {"启动五级沙箱并演示两位患者的结算。", "Starts the five-level sandbox and plays the demonstration."},
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class SandboxCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", hidden = true, description = "沙箱自己的参数 · the sandbox's own")
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        spec.commandLine()
                .getErr()
                .println("请用 bin/wutong sandbox 启动 · start it with bin/wutong sandbox " + String.join(" ", arguments));
        return Exit.BAD_INPUT;
    }
}
