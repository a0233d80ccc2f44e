package io.wutong.sandbox;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Entry point of {@code wutong sandbox}. */
@Command(
        name = "wutong sandbox",
        mixinStandardHelpOptions = true,
        description = {"启动五级沙箱并演示两位患者的结算。", "Starts the five-level sandbox and plays the demonstration."},
        exitCodeListHeading = "%n退出码 exit codes:%n",
        exitCodeList = {"0:演示全部成功 every step succeeded", "1:有步骤失败 a step failed"})
public final class Main implements Callable<Integer> {

    @Option(
            names = "--exit",
            arity = "0..1",
            fallbackValue = "true",
            description = "演示后退出 · end after the demonstration")
    private boolean exit;

    @Option(names = "--with-parent", description = "父进程结束时一并结束 · end when the parent process does")
    private boolean withParent;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        long parent = withParent
                ? ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L)
                : 0L;
        Path plugins = Path.of(System.getProperty("wutong.plugins", "plugins"));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        return Sandbox.run(plugins, exit, parent, out);
    }
}
