package io.wutong.sandbox;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Entry point of {@code wutong plugin dev}. */
@Command(
        name = "wutong plugin dev",
        mixinStandardHelpOptions = true,
        description = {
            "在沙箱中运行正在开发的插件，重新编译后两秒内换上。",
            "Runs a plugin under development in the sandbox, reloads it within two seconds of a recompile."
        },
        exitCodeListHeading = "%n退出码 exit codes:%n",
        exitCodeList = {
            "0:住院结算并撤销成功 settled and cancelled",
            "1:有步骤失败 a step failed",
            "2:项目有误 the project cannot be used"
        })
public final class PluginDev implements Callable<Integer> {

    private static final int BAD_INPUT = 2;
    private static final long LOOK_EVERY_MILLIS = 100;

    @Parameters(
            arity = "0..1",
            paramLabel = "PROJECT",
            defaultValue = ".",
            description = "插件项目的文件夹，默认为当前文件夹 · the project's folder; default: the current one")
    private Path folder = Path.of(".");

    @Option(names = "--exit", arity = "0..1", fallbackValue = "true", description = "结算一次后退出 · end after one stay")
    private boolean exit;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new PluginDev()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        DevProject project;
        try {
            project = DevProject.open(folder.toAbsolutePath().normalize());
        } catch (IOException e) {
            out.println(e.getMessage());
            return BAD_INPUT;
        }
        Path plugins = Path.of(System.getProperty("wutong.plugins", "plugins"));
        try (EmbeddedDatabase database = EmbeddedDatabase.start();
                DevSession session = DevSession.start(project, plugins, database, out)) {
            boolean passed = session.play();
            if (!exit) {
                Places.print(session.world(), out);
                out.println("监视 · watching " + project.classes() + "，按 Ctrl-C 结束 · until Ctrl-C");
                watch(session);
            }
            return passed ? 0 : 1;
        }
    }

    /** A compiler writes file after file: what stood still for one look is whole. */
    private static void watch(DevSession session) throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(end::countDown));
        while (!end.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
            if (session.changed() && session.reload()) {
                session.play();
            }
        }
    }
}
