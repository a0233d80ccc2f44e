package io.wutong.http;

import static io.wutong.http.AdminListener.answer;
import static io.wutong.http.AdminListener.parameter;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.wutong.envelope.Fault;
import io.wutong.host.AdapterChanges;
import io.wutong.host.LeakReport;
import io.wutong.host.PluginHost;
import io.wutong.host.PluginRefusedException;
import io.wutong.host.PluginStatus;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /admin/v1/plugins}: what runs, the four changes, and the adapters read again. Each change is logged with
 * who asked for it and its end.
 */
final class PluginRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(PluginRoutes.class);

    private final PluginHost host;

    PluginRoutes(PluginHost host) {
        this.host = host;
    }

    Map<String, Handler<RoutingContext>> handlers() {
        return Map.of(
                "listPlugins", this::list,
                "reloadAdapters", this::reload,
                "replacePlugin",
                        ctx -> change(ctx, "replace", parameter(ctx, "jar"), jar -> host.replace(Path.of(jar))),
                "rollbackPlugin", ctx -> change(ctx, "rollback", ctx.pathParam("id"), host::rollback),
                "disablePlugin", ctx -> change(ctx, "disable", ctx.pathParam("id"), host::disable),
                "enablePlugin",
                        ctx -> change(
                                ctx,
                                "enable",
                                ctx.pathParam("id"),
                                id -> host.enable(id).map(new LeakReport("", "", true, List.of()))));
    }

    private void list(RoutingContext ctx) {
        answer(
                ctx,
                host.list()
                        .map(plugins -> new Value.Items(List.copyOf(
                                plugins.stream().map(PluginRoutes::row).toList()))));
    }

    private void change(
            RoutingContext ctx, String action, String subject, Function<String, Future<LeakReport>> change) {
        String by = parameter(ctx, "by");
        LOG.warn("plugin {} {}: asked for by {}", action, subject, by);
        change.apply(subject)
                .onSuccess(left -> {
                    LOG.warn("plugin {} {}: done, asked for by {}", action, subject, by);
                    ctx.response()
                            .putHeader("content-type", HttpAnswers.JSON)
                            .end(Json.writeText(changed(subject, left)));
                })
                .onFailure(failure -> {
                    LOG.warn("plugin {} {}: refused, asked for by {}: {}", action, subject, by, failure.getMessage());
                    refuse(ctx, failure);
                });
    }

    private void reload(RoutingContext ctx) {
        String by = parameter(ctx, "by");
        LOG.warn("adapters: read again, asked for by {}", by);
        host.configure()
                .onSuccess(changes -> {
                    LOG.warn("adapters: {}, asked for by {}", changes, by);
                    HttpAnswers.json(ctx.request(), 200, changed(changes));
                })
                .onFailure(failure -> {
                    LOG.warn("adapters: refused, asked for by {}: {}", by, failure.getMessage());
                    refuse(ctx, failure);
                });
    }

    private static Body changed(AdapterChanges changes) {
        return Body.builder()
                .put("added", texts(changes.added()))
                .put("changed", texts(changes.changed()))
                .put("removed", texts(changes.removed()))
                .put("started", texts(changes.started()))
                .build();
    }

    private static void refuse(RoutingContext ctx, Throwable failure) {
        if (!(failure instanceof PluginRefusedException refused)) {
            ctx.fail(failure);
            return;
        }
        int status = switch (refused.reason()) {
            case UNKNOWN_PLUGIN -> 404;
            case NOT_NOW -> 409;
            default -> 422;
        };
        HttpAnswers.refuseSaying(
                ctx.request(),
                status,
                Fault.PLUGIN,
                Fault.PLUGIN.zh(refused.subject(), refused.chinese()),
                Fault.PLUGIN.en(refused.subject(), refused.english()));
    }

    private static Body row(PluginStatus plugin) {
        return Body.builder()
                .put("id", plugin.id())
                .put("version", plugin.version())
                .put("title", plugin.title())
                .put("kind", plugin.kind().name())
                .put("state", plugin.serving() ? "SERVING" : "DISABLED")
                .put("file", plugin.file())
                .put("vouched_by", plugin.vouchedBy())
                .put("adapters", texts(plugin.adapters()))
                .put("previous", plugin.previous())
                .build();
    }

    private static Body changed(String subject, LeakReport left) {
        return Body.builder()
                .put("id", left.pluginId().isEmpty() ? subject : left.pluginId())
                .put("plugin_left", left.pluginId())
                .put("version_left", left.version())
                .put("clean", new Value.Bool(left.clean()))
                .put("threads_left", texts(left.threads()))
                .build();
    }

    private static Value texts(List<String> texts) {
        return new Value.Items(List.copyOf(texts.stream().map(Value::text).toList()));
    }
}
