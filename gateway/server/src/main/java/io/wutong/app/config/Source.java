package io.wutong.app.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one reading of a configuration shares: the file's name, the environment, the problems found so far, and which
 * keys were asked for.
 */
final class Source {

    final String name;
    private final Path folder;
    private final Function<String, @Nullable String> environment;
    private final List<Problem> problems = new ArrayList<>();
    private final Set<String> asked = new TreeSet<>();

    Source(Path file, Function<String, @Nullable String> environment) {
        this.name = file.toString();
        Path parent = file.toAbsolutePath().getParent();
        this.folder = parent == null ? file.toAbsolutePath() : parent;
        this.environment = environment;
    }

    /** An environment variable; one that is empty counts as not set. */
    @Nullable
    String environment(String variable) {
        String value = environment.apply(variable);
        return value == null || value.isEmpty() ? null : value;
    }

    /** A path as written, relative to the file's folder. */
    Path resolve(String path) {
        return folder.resolve(path).normalize();
    }

    void problem(Problem problem) {
        problems.add(problem);
    }

    void asked(String key) {
        asked.add(key);
    }

    Set<String> asked() {
        return asked;
    }

    boolean sound() {
        return problems.isEmpty();
    }

    List<Problem> problems() {
        return problems;
    }
}
