package io.wutong.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.sqlclient.Pool;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.http.guard.HardenedHttp;
import io.wutong.http.guard.HttpLimits;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.store.journal.Journal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.function.Supplier;

/**
 * {@code /admin/v1/**}, {@code /health/*}, {@code /metrics}, {@code /docs}: for operators, on 127.0.0.1 unless configured
 * otherwise; all but health and docs need the bearer token.
 */
public final class AdminListener {

    private final Vertx vertx;
    private final Journal journal;
    private final String process;
    private final byte[] token;
    private final Supplier<String> metrics;
    private final Supplier<Future<Void>> ready;
    private final Supplier<Future<Void>> reload;

    public AdminListener(
            Vertx vertx,
            Pool pool,
            String process,
            String token,
            Supplier<String> metrics,
            Supplier<Future<Void>> ready,
            Supplier<Future<Void>> reload) {
        this.vertx = vertx;
        this.journal = new Journal(pool);
        this.process = process;
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.metrics = metrics;
        this.ready = ready;
        this.reload = reload;
    }

    public Future<HttpServer> listen(String host, int port) {
        Router router = router();
        return io.vertx.core.Future.future(promise -> vertx.getOrCreateContext()
                .runOnContext(go -> HardenedHttp.listen(
                                vertx, HardenedHttp.plain(host, port), HttpLimits.small(), router::handle)
                        .onComplete(promise)));
    }

    /** All routes; a test holds them equal to the contract. */
    public Router router() {
        Router router = Router.router(vertx);
        router.get("/health/live").handler(ctx -> json(ctx, 200, Body.of("status", Value.text("UP"))));
        router.get("/health/ready")
                .handler(ctx -> ready.get()
                        .onSuccess(ok -> json(ctx, 200, Body.of("status", Value.text("UP"))))
                        .onFailure(failure -> json(ctx, 503, Body.of("status", Value.text("DOWN")))));
        router.get("/metrics")
                .handler(this::authorised)
                .handler(ctx -> ctx.response()
                        .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                        .end(metrics.get()));
        router.route("/admin/*").handler(this::authorised);
        router.get("/admin/v1/exchanges")
                .handler(ctx -> answer(
                        ctx,
                        journal.find(
                                ctx.request().getParam("msgid", ""),
                                ctx.request().getParam("trace_id", ""),
                                ctx.request().getParam("state", ""))));
        router.get("/admin/v1/outcomes").handler(ctx -> answer(ctx, journal.outcomes()));
        router.get("/admin/v1/settlements/:setlId")
                .handler(ctx -> answer(ctx, journal.settlement(ctx.pathParam("setlId"))));
        router.get("/admin/v1/books")
                .handler(ctx -> answer(ctx, journal.books(ctx.request().getParam("node", ""))));
        router.get("/admin/v1/tasks").handler(ctx -> answer(ctx, journal.tasks()));
        router.post("/admin/v1/reload")
                .handler(ctx -> answer(ctx, reload.get().map(Body.of("process", Value.text(process)))));
        router.get("/docs").handler(ctx -> ctx.redirect("/docs/"));
        router.get("/docs/*").handler(Docs.create());
        router.route()
                .last()
                .handler(ctx -> HttpAnswers.refuse(ctx.request(), 404, Fault.NOROUTE, ctx.normalizedPath()));
        return router;
    }

    private void authorised(RoutingContext ctx) {
        String header = ctx.request().getHeader("authorization");
        byte[] given = (header == null ? "" : header.startsWith("Bearer ") ? header.substring(7) : "")
                .getBytes(StandardCharsets.UTF_8);
        if (MessageDigest.isEqual(token, given)) {
            ctx.next();
        } else {
            ctx.response().putHeader("www-authenticate", "Bearer");
            HttpAnswers.refuse(ctx.request(), 401, Fault.ACCOUNT);
        }
    }

    private static void answer(RoutingContext ctx, Future<? extends Value> found) {
        found.onSuccess(value -> json(ctx, 200, value)).onFailure(failure -> {
            if (failure instanceof Refusal refusal) {
                HttpAnswers.refuse(ctx.request(), HttpAnswers.status(refusal.fault()), refusal);
            } else {
                org.slf4j.LoggerFactory.getLogger(AdminListener.class).error("admin request failed", failure);
                HttpAnswers.refuse(ctx.request(), 500, Fault.INTERNAL, "admin");
            }
        });
    }

    private static void json(RoutingContext ctx, int status, Value value) {
        ctx.response()
                .setStatusCode(status)
                .putHeader("content-type", HttpAnswers.JSON)
                .end(Json.writeText(value));
    }
}
