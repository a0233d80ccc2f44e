package io.wutong.host;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.wutong.spi.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.pf4j.ExtensionPoint;

/** A plugin whose classes are on the host's class path, for tests and for debugging: no loader of its own. */
final class ClassesPlugin implements LoadedPlugin {
    private final ExtensionPoint factory;
    private final Descriptor descriptor;
    private final JsonObject schema;

    ClassesPlugin(ExtensionPoint factory) {
        this.factory = factory;
        this.descriptor = Factories.descriptor(factory.getClass().getName(), null, factory);
        this.schema = schemaBeside(factory.getClass());
    }

    /** From where the class came from, since other plugins on the class path have a file of the same name. */
    private static JsonObject schemaBeside(Class<?> type) {
        String origin = type.getName();
        URL source = type.getProtectionDomain().getCodeSource().getLocation();
        String base = source.getPath().endsWith("/") ? source.toString() : "jar:" + source + "!/";
        try (InputStream in = URI.create(base + JarFacts.SCHEMA).toURL().openStream()) {
            return new JsonObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (DecodeException e) {
            throw JarFacts.badSchema(origin, "no JSON object");
        } catch (IOException e) {
            throw JarFacts.noSchema(origin);
        }
    }

    @Override
    public String id() {
        return descriptor.id();
    }

    @Override
    public String version() {
        return "classes";
    }

    @Override
    public String origin() {
        return factory.getClass().getName();
    }

    @Override
    public @Nullable JarFacts facts() {
        return null;
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
        return schema;
    }

    @Override
    public ClassLoader loader() {
        return factory.getClass().getClassLoader();
    }

    @Override
    public boolean defines(String className) {
        return className.startsWith(factory.getClass().getPackageName() + ".");
    }

    @Override
    public void unload() {}
}
