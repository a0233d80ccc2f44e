package io.wutong.http;

import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a listener serves, as data: method and path template, as its OpenAPI file writes them, and what to do. The
 * dispatch reads this table and a test holds it equal to the contract.
 *
 * @param <A> what to do
 */
final class Routes<A> {

    /** One line of the table; a template has at most one variable, and that is a whole segment. */
    record Route<A>(HttpMethod method, String template, A action) {}

    /**
     * What a path leads to.
     *
     * @param variable the text in the variable's place; empty without a variable
     */
    record Match<A>(A action, String variable) {}

    private final List<Route<A>> routes = new ArrayList<>();

    Routes<A> on(HttpMethod method, String template, A action) {
        routes.add(new Route<>(method, template, action));
        return this;
    }

    List<Route<A>> all() {
        return List.copyOf(routes);
    }

    Optional<Match<A>> match(HttpMethod method, String path) {
        for (Route<A> route : routes) {
            String variable = route.method().equals(method) ? variable(route.template(), path) : null;
            if (variable != null) {
                return Optional.of(new Match<>(route.action(), variable));
            }
        }
        return Optional.empty();
    }

    /** Whether there is such a path, by whatever method. */
    boolean serves(String path) {
        for (Route<A> route : routes) {
            if (variable(route.template(), path) != null) {
                return true;
            }
        }
        return false;
    }

    /** The methods of a path, for {@code Allow}; empty when there is no such path. */
    String allowed(String path) {
        return routes.stream()
                .filter(route -> variable(route.template(), path) != null)
                .map(route -> route.method().name())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** The text in the variable's place, empty when the template has none; null when they do not match. */
    private static @Nullable String variable(String template, String path) {
        int open = template.indexOf('{');
        if (open < 0) {
            return template.equals(path) ? "" : null;
        }
        String before = template.substring(0, open);
        String after = template.substring(template.indexOf('}') + 1);
        if (!path.startsWith(before) || !path.endsWith(after) || path.length() <= before.length() + after.length()) {
            return null;
        }
        String variable = path.substring(before.length(), path.length() - after.length());
        return variable.indexOf('/') < 0 ? variable : null;
    }
}
