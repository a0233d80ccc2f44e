package io.wutong.sandbox.chaos;

import io.vertx.core.Vertx;
import io.wutong.app.AppConfig;
import io.wutong.app.Gateway;
import io.wutong.app.Seams;
import io.wutong.app.config.ConfigFile;
import io.wutong.app.config.Durability;
import io.wutong.exchange.Ports;
import io.wutong.port.Clock;
import io.wutong.sandbox.chaos.CrashPoint.Step;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * {@code wutong run} with the sandbox's seams: the same gateway, whose steps are told and whose wall clock is moved.
 *
 * <p>Arguments: configuration file, steps at which it stops (separated by commas), and how many times each that is
 * not rare is passed first. A fourth plants a bug: {@code outbox}. It says {@code reached STEP} and holds the loop that came there, to be killed. On its input {@code clock MILLIS}
 * puts its wall clock so much beside the machine's.
 */
final class ChaosGateway {

    private static final int START_SECONDS_MAX = 60;

    private final Map<Step, AtomicInteger> armed = new EnumMap<>(Step.class);
    private final UnaryOperator<Ports> planted;
    private final AtomicLong beside = new AtomicLong();
    /** Has said where; who waits for that would not hear of a step. */
    private volatile boolean listening;

    private ChaosGateway(Set<Step> steps, int passed, UnaryOperator<Ports> planted) {
        this.planted = planted;
        steps.forEach(step -> armed.put(step, new AtomicInteger(step.rare() ? 0 : passed)));
    }

    public static void main(String[] arguments) throws Exception {
        Set<Step> steps = EnumSet.noneOf(Step.class);
        for (String step : arguments[1].split(",")) {
            if (!step.isEmpty()) {
                steps.add(Step.valueOf(step));
            }
        }
        UnaryOperator<Ports> planted =
                arguments.length > 3 && arguments[3].equals("outbox") ? OutboxOutside::around : ports -> ports;
        new ChaosGateway(steps, Integer.parseInt(arguments[2]), planted).run(Path.of(arguments[0]));
    }

    private void run(Path file) throws Exception {
        AppConfig config = ConfigFile.read(file, Gateway.areas(), System::getenv);
        Vertx vertx = Vertx.vertx();
        Durability.check(vertx, config.database()).await(START_SECONDS_MAX, TimeUnit.SECONDS);
        Gateway gateway = Gateway.start(
                        vertx,
                        config,
                        new Seams(clock(), ports -> planted.apply(new Stepping(this::reached).around(ports))))
                .await(START_SECONDS_MAX, TimeUnit.SECONDS);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(gateway)));
        say(new String(
                Json.write(Body.builder()
                        .put("hospital", "http://127.0.0.1:" + gateway.hospitalPort())
                        .put("peer", "https://127.0.0.1:" + gateway.peerPort())
                        .put("callbacks", "https://127.0.0.1:" + gateway.callbackPort())
                        .put("admin", "http://127.0.0.1:" + gateway.adminPort())
                        .put(
                                "admin_token_file",
                                config.dataDir().resolve("admin.token").toString())
                        .build()),
                StandardCharsets.UTF_8));
        listening = true;
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("clock ")) {
                beside.set(Long.parseLong(line.substring(6)));
                say("clock");
            }
        }
        new CountDownLatch(1).await();
    }

    private static void drain(Gateway gateway) {
        try {
            gateway.close().await(START_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (Exception e) {
            say("the drain failed: " + e);
        }
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant now() {
                return Instant.now().plusMillis(beside.get());
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }
        };
    }

    private void reached(Step step) {
        AtomicInteger left = armed.get(step);
        if (listening && left != null && left.getAndDecrement() <= 0) {
            say("reached " + step);
            while (true) {
                LockSupport.park();
            }
        }
    }

    private static void say(String line) {
        synchronized (System.out) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
