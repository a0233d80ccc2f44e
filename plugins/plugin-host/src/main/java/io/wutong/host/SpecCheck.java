package io.wutong.host;

import io.wutong.host.PluginRefusedException.Reason;
import io.wutong.spi.Capability;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Holds what is configured against what is loaded, before any adapter is made. */
final class SpecCheck {
    private SpecCheck() {}

    /** Names and areas are each used once. */
    static void refuseDoubles(List<AdapterSpec> specs, Function<AdapterSpec, PluginKind> kinds) {
        Set<String> names = new HashSet<>();
        List<AdapterSpec> regions = new ArrayList<>();
        for (AdapterSpec spec : specs) {
            if (!names.add(spec.name())) {
                throw new PluginRefusedException(
                        Reason.NAME_TWICE,
                        spec.name(),
                        "适配器名称重复。请改用不同的名称",
                        "two adapters have this name; give each its own");
            }
            if (kinds.apply(spec) == PluginKind.REGION) {
                Optional<AdapterSpec> other = regions.stream()
                        .filter(before -> before.area().equals(spec.area())
                                && before.serving().overlaps(spec.serving()))
                        .findFirst();
                regions.add(spec);
                if (other.isPresent()) {
                    throw new PluginRefusedException(
                            Reason.AREA_TWICE,
                            spec.name(),
                            "区划 " + spec.area() + " 已由适配器 " + other.get().name() + " 负责。请保留其一，或按险种、日期分开",
                            "area " + spec.area() + " is served by adapter "
                                    + other.get().name()
                                    + " already; keep one of them, or divide them by coverage or day");
                }
            }
        }
    }

    /** Its plugin can do what is asked, and its settings fit. */
    static void require(AdapterSpec spec, LoadedPlugin plugin) {
        Set<Capability> missing = new TreeSet<>(spec.required());
        missing.removeAll(plugin.descriptor().capabilities());
        if (!missing.isEmpty()) {
            throw new PluginRefusedException(
                    Reason.CAPABILITY_MISSING,
                    spec.name(),
                    "插件 " + plugin.origin() + " 不具备所需能力 " + missing + "。请换用具备该能力的插件或调整配置",
                    "plugin " + plugin.origin() + " lacks " + missing
                            + "; take a plugin that has it, or do not ask for it");
        }
        new ConfigCheck(plugin.origin(), plugin.schema()).require(spec.name(), plugin.id(), spec.settings());
    }

    static LoadedPlugin plugin(AdapterSpec spec, Map<String, ? extends LoadedPlugin> plugins) {
        LoadedPlugin plugin = plugins.get(spec.pluginId());
        if (plugin == null) {
            throw unknown(spec.name(), spec.pluginId(), plugins.keySet());
        }
        return plugin;
    }

    static PluginRefusedException unknown(String subject, String pluginId, Collection<String> known) {
        return new PluginRefusedException(
                Reason.UNKNOWN_PLUGIN,
                subject,
                "没有插件 " + pluginId + ",已装载的有 " + new TreeSet<>(known) + "。请放入插件包或更正名称",
                "there is no plugin " + pluginId + ", loaded are " + new TreeSet<>(known)
                        + "; add its jar or correct the id");
    }
}
