package io.wutong.spi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that a plugin can name of {@code io.wutong.spi}, one line each: types with what they extend, methods, constructors,
 * fields. And what of a change breaks plugins that were compiled before it.
 */
final class ApiSurface {

    /** Implemented by the host alone: a method more breaks no plugin. */
    private static final Set<String> LENT = Set.of("io.wutong.spi.PluginServices", "io.wutong.spi.VisitMemory");

    private ApiSurface() {}

    static Set<String> of(Path classes) {
        Set<String> lines = new TreeSet<>();
        for (Class<?> type : types(classes)) {
            if (isOpen(type.getModifiers()) && (type.getEnclosingClass() == null || isOpenOutside(type))) {
                describe(type, lines);
            }
        }
        return lines;
    }

    /** What a plugin of the time of the baseline would miss or would have to add. */
    static List<String> breaks(Set<String> baseline, Set<String> now) {
        List<String> breaks = new ArrayList<>();
        for (String line : baseline) {
            if (!now.contains(line)) {
                breaks.add("gone or changed: " + line);
            }
        }
        for (String line : now) {
            String owner = line.split("[ #]", 2)[0];
            boolean typeIsNew = baseline.stream().noneMatch(old -> old.startsWith(owner + " is "));
            boolean abstractMethod = line.contains("#") && line.contains(" abstract ");
            if (!baseline.contains(line) && abstractMethod && !typeIsNew && !LENT.contains(owner)) {
                breaks.add("a plugin would have to implement it: " + line);
            }
        }
        return breaks;
    }

    private static List<Class<?>> types(Path classes) {
        try (Stream<Path> files = Files.walk(classes)) {
            List<Class<?>> types = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith(".class"))
                    .filter(file -> !file.getFileName().toString().equals("package-info.class"))
                    .toList()) {
                String name = classes.relativize(file).toString();
                types.add(Class.forName(name.substring(0, name.length() - 6).replace('/', '.')));
            }
            return types;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOpenOutside(Class<?> type) {
        for (Class<?> outer = type.getEnclosingClass(); outer != null; outer = outer.getEnclosingClass()) {
            if (!isOpen(outer.getModifiers())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOpen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static void describe(Class<?> type, Set<String> lines) {
        String name = type.getName();
        Set<String> above = new LinkedHashSet<>();
        if (type.getGenericSuperclass() != null) {
            above.add(type.getGenericSuperclass().getTypeName());
        }
        Arrays.stream(type.getGenericInterfaces())
                .map(Type::getTypeName)
                .sorted()
                .forEach(above::add);
        lines.add(name + " is " + Modifier.toString(type.getModifiers()) + " "
                + (type.isRecord() ? "record" : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class")
                + " of " + above);
        if (type.isSealed()) {
            lines.add(name + " permits "
                    + Arrays.stream(type.getPermittedSubclasses())
                            .map(Class::getName)
                            .sorted()
                            .toList());
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isOpen(method.getModifiers()) && !method.isSynthetic()) {
                lines.add(name + "#" + method.getName() + parameters(method.getGenericParameterTypes()) + " "
                        + Modifier.toString(method.getModifiers()) + (method.isDefault() ? " default" : "") + " "
                        + method.getGenericReturnType().getTypeName()
                        + checked(method.getExceptionTypes()));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isOpen(constructor.getModifiers()) && !constructor.isSynthetic()) {
                lines.add(name + "#new" + parameters(constructor.getGenericParameterTypes()) + " "
                        + Modifier.toString(constructor.getModifiers()) + checked(constructor.getExceptionTypes()));
            }
        }
        for (Field field : type.getDeclaredFields()) {
            if (isOpen(field.getModifiers()) && !field.isSynthetic()) {
                lines.add(name + "#" + field.getName() + " " + Modifier.toString(field.getModifiers()) + " "
                        + field.getGenericType().getTypeName());
            }
        }
    }

    private static String parameters(Type[] types) {
        return Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String checked(Class<?>[] exceptions) {
        return exceptions.length == 0
                ? ""
                : " throws "
                        + Arrays.stream(exceptions).map(Class::getName).sorted().toList();
    }
}
