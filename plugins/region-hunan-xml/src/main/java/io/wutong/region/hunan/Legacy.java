package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Request;
import io.wutong.support.Dates;
import io.wutong.support.FieldMap;
import io.wutong.support.stay.Names;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.Step;
import java.time.LocalDateTime;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What the transactions share: configuration, the client, time, and the names that every message may need. */
final class Legacy {

    final HunanConfig config;
    final LegacyClient client;
    private final PluginServices services;
    private final FieldMap common;
    private final Map<Function, FieldMap> maps = new EnumMap<>(Function.class);

    Legacy(HunanConfig config, PluginServices services) {
        this.config = config;
        this.services = services;
        common = FieldMap.load(Legacy.class, "maps/" + config.profile() + "/common.csv");
        for (Function function : Function.values()) {
            maps.put(function, function.map(config.profile()));
        }
        this.client = new LegacyClient(config, services);
    }

    /** Names of the request's node, and of the visit that the legacy system knows by its own number. */
    Names names(Body node, Step step) {
        return names(node, step.request())
                .with("visit_no", step.state().visitNo())
                .with("dscg_way", step.state().text(StayState.DSCG_WAY).orElse(null));
    }

    Names names(Body node, Request request) {
        return Names.of(node, request).with("institution", config.institution()).with("pool", config.pool());
    }

    Future<LegacyReply> call(Function function, Names names, CallContext context) {
        return client.call(function, fields(function, names), context);
    }

    /** A function's fields in the words of the profile. */
    Map<String, String> fields(Function function, Names names) {
        Map<String, String> fields = new LinkedHashMap<>(common.fields(names));
        fields.putAll(Objects.requireNonNull(maps.get(function)).fields(names));
        return fields;
    }

    LocalDateTime now() {
        return LocalDateTime.now(services.clock());
    }

    String nowText() {
        return Dates.dt19(now());
    }
}
