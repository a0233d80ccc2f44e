package io.wutong.host;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;

/**
 * What a host loads and serves.
 *
 * @param folder whose {@code *.jar} are all loaded; null for none
 * @param factories plugins from the class path, for tests and debugging
 * @param adapters what is configured
 * @param again reads what is configured once more, on a worker; throws where it cannot
 * @param trust which jars may be loaded
 * @param decisions where the decisions of operators are kept; null to forget them with the host
 * @param events who is told
 * @param clock for the adapters
 * @param systemVersion what a jar's {@code Plugin-Requires} is held against
 * @param drainMillisMax how long a replaced or closed adapter may finish what is under way
 * @param garbage collects garbage for the leak check
 */
public record PluginHostConfig(
        @Nullable Path folder,
        List<? extends ExtensionPoint> factories,
        List<AdapterSpec> adapters,
        Callable<List<AdapterSpec>> again,
        JarTrust trust,
        @Nullable Path decisions,
        HostEvents events,
        Clock clock,
        String systemVersion,
        long drainMillisMax,
        Runnable garbage) {

    static final String VERSION = "0.1.0";

    public PluginHostConfig {
        factories = List.copyOf(factories);
        adapters = List.copyOf(adapters);
        if (systemVersion.equals("0.0.0")) {
            throw new IllegalArgumentException("systemVersion 0.0.0 would switch Plugin-Requires off");
        }
    }

    /** Jars of a folder, trusting whoever can write it. */
    public static PluginHostConfig ofFolder(Path folder, List<AdapterSpec> adapters) {
        return new PluginHostConfig(
                folder,
                List.of(),
                adapters,
                () -> adapters,
                JarTrust.folder(),
                null,
                HostEvents.NONE,
                Clock.system(HostServices.CHINA),
                VERSION,
                20_000,
                System::gc);
    }

    /** Plugins from their classes on the class path. */
    public static PluginHostConfig ofClasses(List<? extends ExtensionPoint> factories, List<AdapterSpec> adapters) {
        return new PluginHostConfig(
                null,
                factories,
                adapters,
                () -> adapters,
                JarTrust.folder(),
                null,
                HostEvents.NONE,
                Clock.system(HostServices.CHINA),
                VERSION,
                20_000,
                System::gc);
    }

    public PluginHostConfig withAgain(Callable<List<AdapterSpec>> other) {
        return new PluginHostConfig(
                folder,
                factories,
                adapters,
                other,
                trust,
                decisions,
                events,
                clock,
                systemVersion,
                drainMillisMax,
                garbage);
    }

    public PluginHostConfig withTrust(JarTrust other) {
        return new PluginHostConfig(
                folder,
                factories,
                adapters,
                again,
                other,
                decisions,
                events,
                clock,
                systemVersion,
                drainMillisMax,
                garbage);
    }

    public PluginHostConfig withDecisions(Path folder) {
        return new PluginHostConfig(
                this.folder,
                factories,
                adapters,
                again,
                trust,
                folder,
                events,
                clock,
                systemVersion,
                drainMillisMax,
                garbage);
    }

    public PluginHostConfig withEvents(HostEvents other) {
        return new PluginHostConfig(
                folder,
                factories,
                adapters,
                again,
                trust,
                decisions,
                other,
                clock,
                systemVersion,
                drainMillisMax,
                garbage);
    }

    public PluginHostConfig withSystemVersion(String other) {
        return new PluginHostConfig(
                folder, factories, adapters, again, trust, decisions, events, clock, other, drainMillisMax, garbage);
    }

    public PluginHostConfig withDrainMillisMax(long millis) {
        return new PluginHostConfig(
                folder, factories, adapters, again, trust, decisions, events, clock, systemVersion, millis, garbage);
    }

    public PluginHostConfig withGarbage(Runnable collector) {
        return new PluginHostConfig(
                folder,
                factories,
                adapters,
                again,
                trust,
                decisions,
                events,
                clock,
                systemVersion,
                drainMillisMax,
                collector);
    }
}
