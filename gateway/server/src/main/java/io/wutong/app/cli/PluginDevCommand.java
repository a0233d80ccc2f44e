package io.wutong.app.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Stands here for {@code --help} alone: {@code bin/wutong plugin dev} starts {@code io.wutong.sandbox.PluginDev}, whose
 * jars are on no other command's class path.
 */
@Command(
        name = "dev",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "在沙箱中运行正在开发的插件：用项目的 target/classes，重新编译后两秒内换上，每次换上都结算并撤销一次住院。",
            "Runs a plugin under development in the sandbox: with the classes of the project's target/classes, which it"
                    + " reloads within two seconds of a recompile; each time it settles and cancels a stay."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class PluginDevCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "PROJECT",
            description = "插件项目的文件夹，先执行一次 mvn package；默认为当前文件夹 · the project's folder, packaged once with mvn package;"
                    + " default: the current folder")
    private List<String> arguments = List.of();

    @Override
    public Integer call() {
        spec.commandLine()
                .getErr()
                .println("请用 bin/wutong plugin dev 启动 · start it with bin/wutong plugin dev "
                        + String.join(" ", arguments));
        return Exit.BAD_INPUT;
    }
}
