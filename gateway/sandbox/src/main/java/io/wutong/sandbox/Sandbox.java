package io.wutong.sandbox;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The newcomer's first minute: starts the world, plays the demonstration, says where everything is, and stays up. */
public final class Sandbox {

    private static final int START_SECONDS_MAX = 120;
    private static final int DEMONSTRATION_SECONDS_MAX = 120;

    private Sandbox() {}

    /**
     * Runs until interrupted, or with {@code exit} until the demonstration has ended.
     *
     * @param plugins folder of plugin jars
     * @param parent pid of a process whose end ends the sandbox; 0 for none
     * @return 0 when every step of the demonstration succeeded
     */
    public static int run(Path plugins, boolean exit, long parent, PrintStream out) throws IOException {
        Path work = Files.createTempDirectory("wutong-sandbox");
        Vertx vertx = Vertx.vertx();
        try (EmbeddedDatabase database = EmbeddedDatabase.start()) {
            World world = World.start(vertx, database, plugins, work, World.Layout.ONE)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(START_SECONDS_MAX, TimeUnit.SECONDS);
            boolean passed = new Demonstration(vertx, world, out)
                    .play()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(DEMONSTRATION_SECONDS_MAX, TimeUnit.SECONDS);
            Places.print(world, out);
            if (!exit) {
                out.println("沙箱运行中，按 Ctrl-C 结束 · the sandbox stays up until Ctrl-C");
                stay(parent);
            }
            world.close().toCompletionStage().toCompletableFuture().get(START_SECONDS_MAX, TimeUnit.SECONDS);
            return passed ? 0 : 1;
        } catch (ExecutionException | TimeoutException e) {
            out.println("沙箱启动或演示失败 · the sandbox failed: " + e);
            e.printStackTrace(out);
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } finally {
            vertx.close();
        }
    }

    /** Until a signal, or until the parent process is gone. */
    private static void stay(long parent) throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(end::countDown));
        while (!end.await(1, TimeUnit.SECONDS)) {
            if (parent > 0 && ProcessHandle.of(parent).isEmpty()) {
                return;
            }
        }
    }
}
