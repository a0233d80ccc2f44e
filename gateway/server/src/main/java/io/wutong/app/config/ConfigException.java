package io.wutong.app.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with all that is wrong with it. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
