package io.wutong.host;

import io.vertx.core.json.JsonObject;
import io.wutong.host.PluginRefusedException.Reason;
import io.wutong.spi.CredentialReaderFactory;
import io.wutong.spi.Descriptor;
import io.wutong.spi.NotifierFactory;
import io.wutong.spi.PaymentChannelFactory;
import io.wutong.spi.RegionAdapterFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pf4j.ExtensionPoint;
import org.pf4j.JarPluginLoader;
import org.pf4j.JarPluginManager;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;
import org.pf4j.PluginState;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;

/**
 * One jar in a PF4J manager of its own, so that two versions of a plugin can run side by side while one replaces the
 * other. All methods run on the PF4J worker.
 */
final class PluginJar implements LoadedPlugin {
    private static final List<Class<? extends ExtensionPoint>> FACTORIES = List.of(
            RegionAdapterFactory.class,
            PaymentChannelFactory.class,
            CredentialReaderFactory.class,
            NotifierFactory.class);

    private final JarFacts facts;
    private final Manager manager;
    private final OwnLoader loader;
    private final ExtensionPoint factory;
    private final Descriptor descriptor;

    private PluginJar(JarFacts facts, Manager manager, OwnLoader loader, ExtensionPoint factory) {
        this.facts = facts;
        this.manager = manager;
        this.loader = loader;
        this.factory = factory;
        this.descriptor = Factories.descriptor(origin(facts), facts.id(), factory);
    }

    /**
     * Loads and starts it.
     *
     * @param systemVersion what {@code Plugin-Requires} is held against; PF4J ignores it while this is 0.0.0
     */
    static PluginJar start(JarFacts facts, String systemVersion) {
        Manager manager = new Manager(facts.jar(), systemVersion);
        try {
            manager.loadPlugin(facts.jar());
            PluginState state = manager.startPlugin(facts.id());
            if (state != PluginState.STARTED) {
                throw notStarted(facts, state + reasonOf(manager.getPlugin(facts.id())));
            }
            OwnLoader loader = (OwnLoader) manager.getPluginClassLoader(facts.id());
            return new PluginJar(facts, manager, loader, factory(facts, manager));
        } catch (PluginRefusedException e) {
            discard(manager, facts.id());
            throw e;
        } catch (Throwable e) { // an Error thrown by the plugin's own code as well
            String why = Factories.text(e);
            discard(manager, facts.id());
            throw notStarted(facts, why);
        }
    }

    private static ExtensionPoint factory(JarFacts facts, Manager manager) {
        Set<String> names = manager.getExtensionClassNames(facts.id());
        if (names.isEmpty()) {
            throw new PluginRefusedException(
                    Reason.NO_EXTENSIONS,
                    origin(facts),
                    "没有扩展点实现。请给工厂类加 @Extension,并把 pf4j 加入 annotationProcessorPaths",
                    "it has no extension; annotate its factory with @Extension and list pf4j in annotationProcessorPaths");
        }
        List<ExtensionPoint> factories = new ArrayList<>();
        FACTORIES.forEach(type -> factories.addAll(manager.getExtensions(type, facts.id())));
        if (factories.size() != 1 || names.size() != 1) {
            throw new PluginRefusedException(
                    Reason.NOT_ONE_FACTORY,
                    origin(facts),
                    "应恰有一个可加载的工厂,实有扩展 " + names + ",可用 " + factories.size() + " 个。请拆分或改正",
                    "one factory that loads is expected, it lists " + names + ", of which " + factories.size()
                            + " can be used; split it or correct it");
        }
        return factories.get(0);
    }

    private static PluginRefusedException notStarted(JarFacts facts, String why) {
        return new PluginRefusedException(
                Reason.NOT_STARTED,
                origin(facts),
                "未能启动(" + why + ")。请按原因改正,或换用与本网关版本相配的插件",
                "it did not start (" + why + "); correct that, or take the release that fits this gateway");
    }

    private static String reasonOf(PluginWrapper plugin) {
        Throwable failure = plugin.getFailedException();
        String requires = plugin.getDescriptor().getRequires();
        return (failure == null ? "" : ", " + Factories.text(failure)) + ", Plugin-Requires " + requires;
    }

    private static void discard(Manager manager, String id) {
        if (manager.getPlugin(id) != null) {
            manager.unloadPlugin(id);
        }
    }

    private static String origin(JarFacts facts) {
        return facts.jar().getFileName().toString();
    }

    @Override
    public String id() {
        return facts.id();
    }

    @Override
    public String version() {
        return facts.version();
    }

    @Override
    public String origin() {
        return origin(facts);
    }

    @Override
    public JarFacts facts() {
        return facts;
    }

    @Override
    public ExtensionPoint factory() {
        return factory;
    }

    @Override
    public Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public JsonObject schema() {
        return facts.schema();
    }

    @Override
    public ClassLoader loader() {
        return loader;
    }

    @Override
    public boolean defines(String className) {
        return loader.defines(className);
    }

    /** One plugin, stopped by its id: PF4J's {@code stopPlugins()} changes the list that it walks. */
    @Override
    public void unload() {
        manager.stopPlugin(facts.id());
        manager.unloadPlugin(facts.id());
    }

    private static final class Manager extends JarPluginManager {
        Manager(Path jar, String systemVersion) {
            super(jar.toAbsolutePath().getParent());
            setSystemVersion(systemVersion);
        }

        @Override
        protected PluginLoader createPluginLoader() {
            return new JarPluginLoader(this) {
                @Override
                protected PluginClassLoader createPluginClassLoader(Path path, PluginDescriptor descriptor) {
                    return new OwnLoader(pluginManager, descriptor);
                }
            };
        }

        /** No enabled.txt, no disabled.txt: what is configured runs. */
        @Override
        protected PluginStatusProvider createPluginStatusProvider() {
            return new PluginStatusProvider() {
                @Override
                public boolean isPluginDisabled(String pluginId) {
                    return false;
                }

                @Override
                public void disablePlugin(String pluginId) {}

                @Override
                public void enablePlugin(String pluginId) {}
            };
        }
    }

    /** Child first for all that {@link FilteringParent} does not lend. */
    private static final class OwnLoader extends PluginClassLoader {
        OwnLoader(PluginManager manager, PluginDescriptor descriptor) {
            super(manager, descriptor, new FilteringParent(PluginJar.class.getClassLoader()));
        }

        boolean defines(String className) {
            Class<?> loaded = findLoadedClass(className);
            return loaded != null && loaded.getClassLoader() == this;
        }
    }
}
