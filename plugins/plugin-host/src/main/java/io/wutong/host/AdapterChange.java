package io.wutong.host;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.host.PluginRefusedException.Reason;
import io.wutong.spi.Secret;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * From the adapters that run to those that a configuration names now.
 *
 * <pre>
 * as it was ──▶ its runtime goes on
 * new, or other settings ──▶ a new runtime starts; those it replaces, and those not named any more, are left over
 * </pre>
 *
 * One whose settings are the same is not touched: its sessions and what is under way at it stay.
 */
final class AdapterChange {

    private final List<AdapterSpec> next;
    private final Map<String, PluginUnit> units;
    private final List<PluginUnit> fresh;
    private final Map<String, AdapterRuntime> before = new LinkedHashMap<>();
    private final Map<String, AdapterRuntime> made = new LinkedHashMap<>();
    private final List<AdapterSpec> making = new ArrayList<>();

    /**
     * @param units all that are loaded, those just loaded for it too
     * @param fresh those just loaded for it
     * @throws PluginRefusedException when the list cannot be served
     */
    AdapterChange(List<AdapterSpec> next, Map<String, PluginUnit> units, List<PluginUnit> fresh) {
        this.next = List.copyOf(next);
        this.units = units;
        this.fresh = List.copyOf(fresh);
        units.values()
                .forEach(unit -> unit.runtimes()
                        .forEach(runtime -> before.put(runtime.spec().name(), runtime)));
        SpecCheck.refuseDoubles(this.next, spec -> unit(spec).kind());
        for (AdapterSpec spec : this.next) {
            AdapterRuntime running = before.get(spec.name());
            if (running == null || !same(running.spec(), spec)) {
                making.add(spec);
                SpecCheck.require(spec, loaded(spec));
            }
        }
    }

    private PluginUnit unit(AdapterSpec spec) {
        PluginUnit unit = units.get(spec.pluginId());
        if (unit == null) {
            throw SpecCheck.unknown(spec.name(), spec.pluginId(), units.keySet());
        }
        return unit;
    }

    private LoadedPlugin loaded(AdapterSpec spec) {
        PluginUnit unit = unit(spec);
        if (!unit.loaded()) {
            throw new PluginRefusedException(
                    Reason.NOT_NOW,
                    spec.name(),
                    "插件 " + unit.id() + " 已停用，请先启用再改它的适配器",
                    "plugin " + unit.id() + " is switched off; enable it before its adapters are changed");
        }
        return unit.plugin();
    }

    List<AdapterSpec> next() {
        return next;
    }

    List<PluginUnit> fresh() {
        return fresh;
    }

    /** Makes what is new, one after the other. */
    Future<Void> start(Vertx vertx, Clock clock, HostEvents events) {
        Future<Void> started = Future.succeededFuture();
        for (AdapterSpec spec : making) {
            AdapterRuntime runtime = new AdapterRuntime(vertx, spec, loaded(spec), clock, events);
            started = started.compose(ignored -> runtime.start()).map(running -> {
                made.put(spec.name(), running);
                return null;
            });
        }
        return started;
    }

    /** What has been made so far, for one that is given up. */
    List<AdapterRuntime> made() {
        return List.copyOf(made.values());
    }

    /** Gives each plugin the runtimes that it has from now on; those that are left over are to be stopped. */
    List<AdapterRuntime> exchange() {
        Map<String, AdapterRuntime> left = new LinkedHashMap<>(before);
        Map<PluginUnit, List<AdapterRuntime>> after = new LinkedHashMap<>();
        units.values().forEach(unit -> after.put(unit, new ArrayList<>()));
        for (AdapterSpec spec : next) {
            AdapterRuntime runtime = made.containsKey(spec.name()) ? made.get(spec.name()) : left.remove(spec.name());
            Objects.requireNonNull(after.get(unit(spec))).add(Objects.requireNonNull(runtime));
        }
        after.forEach((unit, runtimes) -> {
            unit.runtimes().clear();
            unit.runtimes().addAll(runtimes);
        });
        return List.copyOf(left.values());
    }

    AdapterChanges told() {
        List<String> names = making.stream().map(AdapterSpec::name).toList();
        List<String> named = next.stream().map(AdapterSpec::name).toList();
        return new AdapterChanges(
                names.stream().filter(name -> !before.containsKey(name)).toList(),
                names.stream().filter(before::containsKey).toList(),
                before.keySet().stream().filter(name -> !named.contains(name)).toList(),
                fresh.stream().map(PluginUnit::id).toList());
    }

    /** A secret has no {@code equals}: nobody shall compare it by accident, and here it is meant. */
    static boolean same(AdapterSpec one, AdapterSpec other) {
        return one.withSecrets(Map.of())
                        .withDatabases(Map.of())
                        .equals(other.withSecrets(Map.of()).withDatabases(Map.of()))
                && same(one.secrets(), other.secrets())
                && sameDatabases(one.databases(), other.databases());
    }

    private static boolean same(Map<String, Secret> one, Map<String, Secret> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(
                                secret -> same(secret.getValue(), Objects.requireNonNull(other.get(secret.getKey()))));
    }

    private static boolean same(Secret one, Secret other) {
        return MessageDigest.isEqual(one.bytes(), other.bytes());
    }

    private static boolean sameDatabases(Map<String, DatabaseSpec> one, Map<String, DatabaseSpec> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(database ->
                                same(database.getValue(), Objects.requireNonNull(other.get(database.getKey()))));
    }

    private static boolean same(DatabaseSpec one, DatabaseSpec other) {
        return one.withPassword(other.password()).equals(other) && same(one.password(), other.password());
    }
}
