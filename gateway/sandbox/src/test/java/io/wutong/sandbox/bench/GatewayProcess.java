package io.wutong.sandbox.bench;

import io.wutong.sandbox.FreePort;
import io.wutong.sandbox.stand.GatewayJvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** {@code wutong run} as a process of its own, watched through JMX: what it costs is not mixed with the load's. */
final class GatewayProcess implements AutoCloseable {

    /** What the processes say. */
    static final Path LOG = Path.of("target", "bench-gateway.log");

    private final GatewayJvm jvm;
    private final JMXConnector jmx;
    private final com.sun.management.ThreadMXBean threads;
    private final com.sun.management.OperatingSystemMXBean system;
    private final MemoryMXBean memory;

    private GatewayProcess(GatewayJvm jvm, JMXConnector jmx) throws IOException {
        this.jvm = jvm;
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
     * @param javaNanos processor time of the threads that run Java
     * @param allocatedBytes by all threads
     */
    record Used(long cpuNanos, long javaNanos, long allocatedBytes) {
        Used and(Used other) {
            return new Used(
                    cpuNanos + other.cpuNanos, javaNanos + other.javaNanos, allocatedBytes + other.allocatedBytes);
        }

        Used since(Used before) {
            return new Used(
                    cpuNanos - before.cpuNanos, javaNanos - before.javaNanos, allocatedBytes - before.allocatedBytes);
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
        GatewayJvm jvm = GatewayJvm.run(options, LOG, config);
        JMXConnector jmx = JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + jmxPort + "/jmxrmi"));
        return new GatewayProcess(jvm, jmx);
    }

    int port() {
        return jvm.port("hospital");
    }

    Used used() {
        long[] ids = threads.getAllThreadIds();
        return new Used(
                system.getProcessCpuTime(),
                sum(threads.getThreadCpuTime(ids)),
                sum(threads.getThreadAllocatedBytes(ids)));
    }

    /** Without the threads that have ended meanwhile. */
    private static long sum(long[] each) {
        long sum = 0;
        for (long one : each) {
            sum += Math.max(0, one);
        }
        return sum;
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
            jvm.close();
        }
    }
}
