package io.wutong.testkit;

import io.wutong.spi.Secret;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that a plugin's object can come to by its own references: its fields, the static ones of its classes, and
 * what stands in collections. What the host lends is not looked into: it belongs to one adapter, and so do its secrets.
 */
final class Reach {

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Class<?>> classes = new HashSet<>();
    private final Deque<Object> left = new ArrayDeque<>();
    private final Set<Secret> secrets = Collections.newSetFromMap(new IdentityHashMap<>());

    private Reach() {}

    /** By identity: two secrets of the same text are two. */
    static Set<Secret> secretsOf(Object... roots) {
        Reach reach = new Reach();
        for (Object root : roots) {
            reach.add(root);
        }
        while (!reach.left.isEmpty()) {
            reach.look(reach.left.remove());
        }
        return reach.secrets;
    }

    private void add(@Nullable Object object) {
        if (object instanceof Secret secret) {
            secrets.add(secret);
        } else if (object != null && !isForeign(object.getClass()) && seen.add(object)) {
            left.add(object);
        }
    }

    /** Of the host and of libraries that all share; collections are opened by their own methods. */
    private static boolean isForeign(Class<?> type) {
        String name = type.getName();
        boolean container = Collection.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type)
                || type.isArray()
                || type == AtomicReference.class
                || type == Optional.class;
        return !container
                && (type.getModule().isNamed() // the JDK's own, which hold no object of ours but in collections
                        || name.startsWith("io.vertx.")
                        || name.startsWith("io.netty.")
                        || name.startsWith("io.wutong.host.")
                        || name.startsWith("org.slf4j."));
    }

    private void look(Object object) {
        if (object instanceof Collection<?> collection) {
            collection.forEach(this::add);
        } else if (object instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                add(key);
                add(value);
            });
        } else if (object instanceof AtomicReference<?> reference) {
            add(reference.get());
        } else if (object instanceof Optional<?> optional) {
            optional.ifPresent(this::add);
        } else if (object.getClass().isArray()) {
            for (int i = 0; !object.getClass().getComponentType().isPrimitive() && i < Array.getLength(object); i++) {
                add(Array.get(object, i));
            }
        } else {
            for (Class<?> type = object.getClass(); type != null && !isForeign(type); type = type.getSuperclass()) {
                fields(type, object);
            }
        }
    }

    private void fields(Class<?> type, Object object) {
        boolean first = classes.add(type);
        for (Field field : type.getDeclaredFields()) {
            boolean shared = Modifier.isStatic(field.getModifiers());
            if (field.getType().isPrimitive() || (shared && !first)) {
                continue;
            }
            try {
                field.setAccessible(true);
                add(field.get(shared ? null : object));
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
    }
}
