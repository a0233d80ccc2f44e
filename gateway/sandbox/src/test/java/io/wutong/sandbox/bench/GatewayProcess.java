package io.wutong.sandbox.bench;

import io.wutong.sandbox.FreePort;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** {@code wutong run} as a process of its own, watched through JMX: what it costs is not mixed with the load's. */
final class GatewayProcess implements AutoCloseable {

    private static final int STOP_SECONDS_MAX = 60;
    /** What the processes say. */
    static final Path LOG = Path.of("target", "bench-gateway.log");

    private final Process process;
    private final int port;
    private final JMXConnector jmx;
    private final com.sun.management.ThreadMXBean threads;
    private final com.sun.management.OperatingSystemMXBean system;
    private final MemoryMXBean memory;

    private GatewayProcess(Process process, int port, JMXConnector jmx) throws IOException {
        this.process = process;
        this.port = port;
        this.jmx = jmx;
        MBeanServerConnection beans = jmx.getMBeanServerConnection();
        this.threads = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.THREAD_MXBEAN_NAME, com.sun.management.ThreadMXBean.class);
        this.system = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME, com.sun.management.OperatingSystemMXBean.class);
        this.memory = ManagementFactory.newPlatformMXBeanProxy(
                beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    }

    /**
     * What the process has used so far.
     *
     * @param cpuNanos processor time, garbage collection and compilation included
     * @param allocatedBytes by all threads
     */
    record Used(long cpuNanos, long allocatedBytes) {
        Used and(Used other) {
            return new Used(cpuNanos + other.cpuNanos, allocatedBytes + other.allocatedBytes);
        }

        Used since(Used before) {
            return new Used(cpuNanos - before.cpuNanos, allocatedBytes - before.allocatedBytes);
        }
    }

    /** Runs a command to its end. */
    static void command(String... arguments) throws IOException, InterruptedException {
        Process process = builder(List.of("-Xmx512m"), arguments)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", arguments) + ": " + said);
        }
    }

    /** Starts a process by its configuration file and waits until it listens. */
    static GatewayProcess start(Path config, Settings settings) throws IOException {
        int jmxPort = FreePort.next();
        List<String> options = new ArrayList<>(settings.options());
        options.addAll(List.of(
                "-Xmx" + settings.heapMiB() + "m",
                "-Dcom.sun.management.jmxremote.port=" + jmxPort,
                "-Dcom.sun.management.jmxremote.rmi.port=" + jmxPort,
                "-Dcom.sun.management.jmxremote.host=127.0.0.1",
                "-Djava.rmi.server.hostname=127.0.0.1",
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false"));
        Process process = builder(options, "run", "--json", "--config", config.toString())
                .redirectError(ProcessBuilder.Redirect.appendTo(LOG.toFile()))
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.startsWith("{")) {
            line = out.readLine(); // of the JVM's own
        }
        if (line == null) {
            throw new IllegalStateException("the gateway did not start, see " + LOG.toAbsolutePath());
        }
        Body places = Json.read(line);
        JMXConnector jmx = JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmxPort + "/jmxrmi"));
        return new GatewayProcess(
                process, URI.create(places.textOr("hospital", "")).getPort(), jmx);
    }

    private static ProcessBuilder builder(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-Dvertx.logger-delegate-factory-class-name=io.vertx.core.logging.SLF4JLogDelegateFactory",
                "-Dwutong.version=" + System.getProperty("wutong.version", "0"),
                "-cp",
                System.getProperty("java.class.path"),
                "io.wutong.app.cli.Wutong"));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command);
    }

    int port() {
        return port;
    }

    Used used() {
        long allocated = 0;
        for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
            allocated += Math.max(0, bytes);
        }
        return new Used(system.getProcessCpuTime(), allocated);
    }

    /** The heap that it has taken from the machine. */
    double heapMiB() {
        return memory.getHeapMemoryUsage().getCommitted() / 1048576.0;
    }

    @Override
    public void close() throws IOException {
        try {
            jmx.close();
        } finally {
            process.destroy();
            try {
                if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
