package io.wutong.host;

import java.util.List;

/**
 * All that a plugin sees of the host: the SPI and the libraries that it speaks in. Everything else of the host is not
 * found, so that a plugin brings its own and two plugins never meet.
 *
 * <p>Of {@code io.vertx.core}, three things are hidden though it is lent: {@code Vertx} (a plugin has
 * {@code PluginServices}), {@code json} (reads amounts as double), and the internals.
 */
final class FilteringParent extends ClassLoader {
    private static final List<String> LENT =
            List.of("io.wutong.spi.", "io.vertx.core.", "io.netty.", "org.slf4j.", "org.pf4j.", "org.jspecify.");
    private static final List<String> HIDDEN =
            List.of("io.vertx.core.json.", "io.vertx.core.impl.", "io.vertx.core.internal.");
    private static final String VERTX = "io.vertx.core.Vertx";

    private final ClassLoader host;

    FilteringParent(ClassLoader host) {
        super("wutong-lent", getPlatformClassLoader());
        this.host = host;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!isLent(name)) {
            return super.loadClass(name, resolve);
        }
        if (isHidden(name)) {
            throw new ClassNotFoundException(name + " is not lent to plugins");
        }
        return host.loadClass(name);
    }

    private static boolean isLent(String name) {
        return LENT.stream().anyMatch(name::startsWith);
    }

    private static boolean isHidden(String name) {
        return name.equals(VERTX) || HIDDEN.stream().anyMatch(name::startsWith);
    }
}
