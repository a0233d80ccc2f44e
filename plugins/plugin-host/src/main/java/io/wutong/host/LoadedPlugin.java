package io.wutong.host;

import io.vertx.core.json.JsonObject;
import io.wutong.spi.Descriptor;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;

/** A plugin ready to make adapters: from a jar, or from classes of the host's own class path. */
interface LoadedPlugin {
    String id();

    String version();

    /** The jar's file name, or what else an operator can find. */
    String origin();

    /** The verified jar; null when it comes from classes. */
    @Nullable
    JarFacts facts();

    ExtensionPoint factory();

    Descriptor descriptor();

    /** What {@code schemas/config.json} says. */
    JsonObject schema();

    ClassLoader loader();

    /** Whether a class of that name is this plugin's own. */
    boolean defines(String className);

    /** Stops and unloads it; on the PF4J worker. */
    void unload();
}
