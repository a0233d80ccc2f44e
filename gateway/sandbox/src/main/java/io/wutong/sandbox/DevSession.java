package io.wutong.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.LeakReport;
import io.wutong.host.PluginHost;
import io.wutong.host.Served;
import io.wutong.sandbox.HospitalClient.Answer;
import io.wutong.simulator.Simulator;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox with one plugin from its project's classes. Blocks: for a command's own thread.
 *
 * <pre>
 * simulator of the project → jar of the classes as they are → world with a home for it → a stay
 *      classes changed → jar → replaced like any plugin (one that does not start leaves the old one) → a stay
 * </pre>
 */
final class DevSession implements AutoCloseable {

    private static final int SECONDS_MAX = 120;
    private static final long LOOK_EVERY_MILLIS = 5;

    private final Vertx vertx = Vertx.vertx();
    private final DevProject project;
    private final PrintStream out;
    private final Path work;
    private final @Nullable URLClassLoader simulatorClasses;
    private final @Nullable Simulator simulator;
    private final World world;
    /** One for all stays: its message numbers follow on each other, also within a second. */
    private final HospitalClient hospital;

    private String loaded;
    private String seen = "";
    private int jars;

    private DevSession(DevProject project, Path plugins, EmbeddedDatabase database, PrintStream out) throws Exception {
        this.project = project;
        this.out = out;
        this.work = Files.createTempDirectory("wutong-dev");
        this.simulatorClasses = simulatorClasses(project);
        this.simulator = simulatorClasses == null
                ? null
                : (Simulator) simulatorClasses
                        .loadClass(project.simulator().orElseThrow())
                        .getDeclaredConstructor()
                        .newInstance();
        int port = simulator == null ? 0 : await(simulator.start(vertx));
        Path folder = Files.createDirectory(work.resolve("plugins"));
        try (Stream<Path> own = Files.list(plugins)) {
            for (Path jar : own.filter(file -> file.toString().endsWith(".jar")).toList()) {
                // an older build of the plugin itself would be the second of its id
                if (!jar.getFileName().toString().startsWith(project.id() + "-")) {
                    Files.copy(jar, folder.resolve(jar.getFileName()));
                }
            }
        }
        this.loaded = project.stamp();
        project.pack(folder.resolve("plugin-dev.jar"));
        this.world = await(World.start(
                vertx, database, folder, work, World.Layout.ONE, new World.Guest(project.nodes(), project.spec(port))));
        this.hospital = world.hospital();
    }

    static DevSession start(DevProject project, Path plugins, EmbeddedDatabase database, PrintStream out)
            throws Exception {
        return new DevSession(project, plugins, database, out);
    }

    private static @Nullable URLClassLoader simulatorClasses(DevProject project) throws IOException {
        return project.simulator().isEmpty()
                ? null
                : new URLClassLoader(
                        new URL[] {project.testClasses().toUri().toURL()}, DevSession.class.getClassLoader());
    }

    World world() {
        return world;
    }

    /** Whether the classes are others than those that serve, and the same as when this was asked last. */
    boolean changed() throws IOException {
        String now = project.stamp();
        boolean still = now.equals(seen);
        seen = now;
        return still && !now.equals(loaded);
    }

    /**
     * Serves the classes as they are now; false when they cannot, and those from before still serve. Says how long it took
     * since the compiler wrote, and of what: the old one is unloaded and looked at after that.
     */
    boolean reload() throws Exception {
        long compiled = project.compiledAt();
        long start = System.nanoTime();
        loaded = project.stamp();
        Path jar = work.resolve("plugin-dev-" + ++jars + ".jar");
        project.pack(jar);
        long packed = System.nanoTime();
        PluginHost host = world.gateway(project.area()).plugins();
        try {
            Object before = serving(host);
            Future<LeakReport> replaced = host.replace(jar);
            while (!replaced.isComplete() && serving(host) == before) {
                TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
            }
            if (replaced.failed()) {
                throw new ExecutionException(replaced.cause());
            }
            long served = System.nanoTime();
            out.printf(
                    "已换上 · serves %d ms 编译后 after the compile (打包 pack %d, 装载 load %d)%n",
                    System.currentTimeMillis() - compiled, millis(start, packed), millis(packed, served));
            LeakReport left = await(replaced);
            if (!left.clean()) {
                out.println("旧的未能卸载干净 · the old one left something behind: " + left);
            }
            return true;
        } catch (ExecutionException e) {
            out.println("✘ 未能换上，原有的继续服务 · not reloaded, what served still serves: "
                    + (e.getCause() == null ? e : e.getCause()).getMessage());
            return false;
        } finally {
            Files.deleteIfExists(jar);
        }
    }

    private static long millis(long from, long to) {
        return (to - from) / 1_000_000;
    }

    /** Another object once another version serves. */
    private @Nullable Object serving(PluginHost host) {
        return host.regionAdapter(project.area()).map(Served::adapter).orElse(null);
    }

    /** A stay of the project's resident: settled and cancelled. False at the first step that fails. */
    boolean play() throws Exception {
        Body resident = project.resident();
        Stay stay = new Stay(
                hospital,
                resident.textOr("area", project.area()),
                resident.textOr("certno", ""),
                resident.textOr("name", ""));
        return step("1101 人员信息", stay.who())
                && step("2401 入院办理", stay.admit())
                && step("2301 费用明细上传", stay.upload(Demonstration.LINES))
                && step("2402 出院办理", stay.discharge())
                && step("2303 住院预结算", stay.trial(Demonstration.TOTAL))
                && step("2304 住院结算", stay.settle(Demonstration.TOTAL))
                && step("2305 结算撤销", stay.cancel());
    }

    private boolean step(String what, Future<Answer> called) throws Exception {
        Answer answer = await(called);
        Body setlinfo = answer.output().body("setlinfo");
        String funds = setlinfo.fen("fund_pay_sumamt")
                .map(fen -> "基金 " + Fen.format(fen) + "  现金 "
                        + setlinfo.fen("psn_cash_pay").map(Fen::format).orElse(""))
                .orElse("");
        out.println((answer.succeeded() ? "  ✔ " : "  ✘ ")
                + Receipt.pad(what, 24)
                + (answer.succeeded() ? funds : answer.error()));
        return answer.succeeded();
    }

    private static <T> T await(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.toCompletionStage().toCompletableFuture().get(SECONDS_MAX, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        await(world.close());
        if (simulator != null) {
            await(simulator.stop());
        }
        if (simulatorClasses != null) {
            simulatorClasses.close();
        }
        await(vertx.close());
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
