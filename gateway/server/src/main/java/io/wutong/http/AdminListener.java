package io.wutong.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import io.wutong.catalogue.DecideMapping;
import io.wutong.catalogue.MappingState;
import io.wutong.catalogue.rules.Validity;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.host.Breaker;
import io.wutong.host.GuardReport;
import io.wutong.host.PluginHost;
import io.wutong.http.guard.HardenedHttp;
import io.wutong.http.guard.HttpLimits;
import io.wutong.port.Clock;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.store.catalogue.MappingQueue;
import io.wutong.store.claims.ClaimBook;
import io.wutong.store.journal.ExchangeFilter;
import io.wutong.store.journal.Journal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /admin/v1/**}, {@code /health/*}, {@code /metrics}, {@code /docs}: for operators, on the loopback interface; all
 * but health and docs need the bearer token.
 *
 * <p>Contract first: paths, parameters and security come from {@code api-spec/openapi/admin.yaml}, and each operation id
 * leads to one handler here. A listener whose contract and handlers are not the same set does not start.
 */
public final class AdminListener {

    /** The contract, on the class path. */
    public static final String CONTRACT = "api-spec/openapi/admin.yaml";

    private static final Logger LOG = LoggerFactory.getLogger(AdminListener.class);
    private static final Pattern PARAMETER = Pattern.compile("parameter ([A-Za-z_]+)");

    private final Vertx vertx;
    private final Clock clock;
    private final Journal journal;
    private final MappingQueue mappings;
    private final PluginRoutes plugins;
    private final String process;
    private final byte[] token;
    private final Supplier<String> metrics;
    private final Supplier<List<GuardReport>> guards;
    private final Supplier<Future<Body>> readiness;
    private final Supplier<Future<Void>> reload;
    private final MoneyRoutes money;
    private final ClaimRoutes claims;

    /** @param readiness {@code status}, which is UP or DOWN, and {@code checks}; never fails */
    public AdminListener(
            Vertx vertx,
            Clock clock,
            Journal journal,
            MappingQueue mappings,
            PluginHost plugins,
            String process,
            String token,
            Supplier<String> metrics,
            Supplier<List<GuardReport>> guards,
            Supplier<Future<Body>> readiness,
            Supplier<Future<Void>> reload,
            MoneyDesk desk,
            ClaimBook claims) {
        this.vertx = vertx;
        this.clock = clock;
        this.journal = journal;
        this.mappings = mappings;
        this.plugins = new PluginRoutes(plugins);
        this.process = process;
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.metrics = metrics;
        this.guards = guards;
        this.readiness = readiness;
        this.reload = reload;
        this.money = new MoneyRoutes(desk);
        this.claims = new ClaimRoutes(claims, clock);
    }

    public Future<HttpServer> listen(String host, int port) {
        return router().compose(router -> Future.future(promise -> vertx.getOrCreateContext()
                .runOnContext(go -> HardenedHttp.listen(
                                vertx, HardenedHttp.plain(host, port), HttpLimits.small(), router::handle)
                        .onComplete(promise))));
    }

    /** All routes, made from the contract. */
    Future<Router> router() {
        return OpenAPIContract.from(vertx, CONTRACT).map(this::router);
    }

    private Router router(OpenAPIContract contract) {
        RouterBuilder builder = RouterBuilder.create(vertx, contract);
        Map<String, Handler<RoutingContext>> handlers = handlers();
        Set<String> operations = new TreeSet<>();
        for (OpenAPIRoute route : builder.getRoutes()) {
            Operation operation = route.getOperation();
            operations.add(operation.getOperationId());
            // validation hops through a worker; whether we live must not depend on one
            route.setDoSecurity(false)
                    .setDoValidation(!operation.getParameters().isEmpty())
                    .addHandler(ctx -> refuseUnknownParameters(ctx, operation));
            Handler<RoutingContext> handler = handlers.get(operation.getOperationId());
            if (handler != null) {
                route.addHandler(handler);
            }
        }
        if (!operations.equals(new TreeSet<>(handlers.keySet()))) {
            throw new IllegalStateException(CONTRACT + " has " + operations + ", handled are " + handlers.keySet());
        }
        Router router = builder.createRouter();
        askForToken(router, contract);
        router.errorHandler(400, AdminListener::invalid);
        router.errorHandler(404, ctx -> refuse(ctx, 404, Fault.PATH, ctx.normalizedPath()));
        router.errorHandler(405, ctx -> refuseMethod(ctx, contract.findPath(ctx.normalizedPath())));
        router.errorHandler(500, AdminListener::failed);
        return router;
    }

    /**
     * The token comes before everything else. The builder's own hooks know basic, digest and JWT, no plain bearer; so
     * each operation for which the contract asks for security has a route of the same form in front.
     */
    private void askForToken(Router router, OpenAPIContract contract) {
        int order = 0;
        for (Path path : contract.getPaths()) {
            for (Operation operation : path.getOperations()) {
                if (!operation.getSecurityRequirements().isEmpty()) {
                    router.route(operation.getHttpMethod(), path.getName().replaceAll("\\{(.*?)}", ":$1"))
                            .order(--order)
                            .handler(this::authorised);
                }
            }
        }
    }

    private Map<String, Handler<RoutingContext>> handlers() {
        Map<String, Handler<RoutingContext>> handlers = new HashMap<>(plugins.handlers());
        handlers.putAll(claims.handlers());
        handlers.putAll(Map.ofEntries(
                Map.entry("findExchanges", ctx -> answer(ctx, journal.find(filter(ctx), clock.now()))),
                Map.entry("countOutcomes", ctx -> answer(ctx, journal.outcomes())),
                Map.entry("showSettlement", ctx -> answer(ctx, journal.settlement(ctx.pathParam("setlId")))),
                Map.entry("showBooks", ctx -> answer(ctx, journal.books(parameter(ctx, "node")))),
                Map.entry("listTasks", ctx -> answer(ctx, journal.tasks())),
                Map.entry("listMappings", this::listMappings),
                Map.entry("decideMapping", this::decideMapping),
                Map.entry("listCases", ctx -> answer(ctx, journal.cases())),
                Map.entry("listGuards", this::listGuards),
                Map.entry("compareDay", ctx -> answer(ctx, money.compareDay(ctx))),
                Map.entry("refundOrder", ctx -> answer(ctx, money.giveBack(ctx))),
                Map.entry("reload", this::reload),
                Map.entry("live", ctx -> json(ctx, 200, Body.of("status", Value.text("UP")))),
                Map.entry("ready", this::ready),
                Map.entry("metrics", this::scrape),
                Map.entry("docs", Docs::page),
                Map.entry("docsFile", AdminListener::docsFile)));
        return handlers;
    }

    private ExchangeFilter filter(RoutingContext ctx) {
        String limit = parameter(ctx, "limit");
        return new ExchangeFilter(
                parameter(ctx, "msgid"),
                parameter(ctx, "trace_id"),
                parameter(ctx, "state"),
                parameter(ctx, "infno"),
                parameter(ctx, "fixmedins_code"),
                ExchangeFilter.instant("from", parameter(ctx, "from")),
                ExchangeFilter.instant("to", parameter(ctx, "to")),
                limit.isEmpty() ? ExchangeFilter.ROWS_MAX : Integer.parseInt(limit));
    }

    private void listMappings(RoutingContext ctx) {
        String state = parameter(ctx, "state");
        answer(
                ctx,
                mappings.list(
                        state.isEmpty() ? MappingState.PROPOSED : MappingState.valueOf(state),
                        parameter(ctx, "node"),
                        parameter(ctx, "fixmedins_code")));
    }

    /** The decision, then the lines that waited for it; whatever is left of them is done at the next reload. */
    private void decideMapping(RoutingContext ctx) {
        String code = parameter(ctx, "code");
        Validity validity;
        try {
            validity = Validity.parse(parameter(ctx, "valid_from"), parameter(ctx, "valid_to"));
        } catch (IllegalArgumentException | DateTimeException e) {
            refuse(ctx, 422, Fault.PARAMETER, "valid_from, valid_to");
            return;
        }
        DecideMapping.Choice choice = new DecideMapping.Choice(
                parameter(ctx, "node"),
                parameter(ctx, "fixmedins_code"),
                parameter(ctx, "local_code"),
                "",
                code.isEmpty() ? MappingState.Event.LEAVE_OUTSIDE : MappingState.Event.MAP,
                code,
                validity);
        String by = parameter(ctx, "by");
        LOG.info("mapping of {} {} to '{}' decided by {}", choice.fixmedinsCode(), choice.localCode(), code, by);
        answer(
                ctx,
                mappings.decide(List.of(choice), by, parameter(ctx, "why"), clock.now())
                        .compose(changed -> mappings.splitAgain(clock.now())
                                .map(lines -> Body.builder()
                                        .put("changed", new Value.Bool(changed > 0))
                                        .put("lines_split_again", lines)
                                        .build())));
    }

    private void listGuards(RoutingContext ctx) {
        json(
                ctx,
                200,
                new Value.Items(guards.get().stream().map(AdminListener::guard).toList()));
    }

    private static Value guard(GuardReport guard) {
        Breaker.Report breaker = guard.breaker();
        return Body.builder()
                .put("kind", guard.kind())
                .put("name", guard.name())
                .put("breaker", breaker.state().name())
                .put("retry_after_millis", breaker.refusingMillis())
                .put("calls_in_window", breaker.calls())
                .put("failures_in_window", breaker.failures())
                .put("opened", breaker.opened())
                .put("in_flight", guard.inFlight())
                .put("in_flight_max", guard.inFlightMax())
                .put("refused", guard.refused())
                .build();
    }

    private void reload(RoutingContext ctx) {
        LOG.info("reload asked for by {}", ctx.request().remoteAddress());
        answer(ctx, reload.get().map(Body.of("process", Value.text(process))));
    }

    private void ready(RoutingContext ctx) {
        answer(ctx, readiness.get(), body -> body.textOr("status", "").equals("UP") ? 200 : 503);
    }

    private void scrape(RoutingContext ctx) {
        ctx.response()
                .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .end(metrics.get());
    }

    private static void docsFile(RoutingContext ctx) {
        if (!Docs.send(ctx, ctx.pathParam("file"))) {
            refuse(ctx, 404, Fault.PATH, ctx.normalizedPath());
        }
    }

    private void authorised(RoutingContext ctx) {
        String header = ctx.request().getHeader("authorization");
        byte[] given = (header == null ? "" : header.startsWith("Bearer ") ? header.substring(7) : "")
                .getBytes(StandardCharsets.UTF_8);
        if (MessageDigest.isEqual(token, given)) {
            ctx.next();
        } else {
            ctx.response().putHeader("www-authenticate", "Bearer");
            refuse(ctx, 401, Fault.ACCOUNT);
        }
    }

    /** A misspelt condition would silently find everything. */
    private static void refuseUnknownParameters(RoutingContext ctx, Operation operation) {
        Set<String> unknown = new TreeSet<>(ctx.queryParams().names());
        operation.getParameters().forEach(known -> unknown.remove(known.getName()));
        if (unknown.isEmpty()) {
            ctx.next();
        } else {
            refuse(ctx, 422, Fault.PARAMETER, String.join(", ", unknown));
        }
    }

    private static void refuseMethod(RoutingContext ctx, @Nullable Path path) {
        HttpAnswers.refuseMethod(
                ctx.request(),
                path == null
                        ? ""
                        : path.getOperations().stream()
                                .map(operation -> operation.getHttpMethod().name())
                                .collect(Collectors.joining(", ")));
    }

    private static void invalid(RoutingContext ctx) {
        Throwable failure = ctx.failure();
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        Matcher name = PARAMETER.matcher(String.valueOf(cause.getMessage()));
        refuse(ctx, 422, Fault.PARAMETER, name.find() ? name.group(1) : "?");
    }

    private static void failed(RoutingContext ctx) {
        if (ctx.failure() instanceof Refusal refusal) {
            HttpAnswers.refuse(ctx.request(), HttpAnswers.status(refusal.fault()), refusal);
        } else {
            LOG.error("admin request failed", ctx.failure());
            refuse(ctx, 500, Fault.INTERNAL, "admin");
        }
    }

    static String parameter(RoutingContext ctx, String name) {
        return ctx.request().getParam(name, "");
    }

    static <T extends Value> void answer(RoutingContext ctx, Future<T> found) {
        answer(ctx, found, value -> 200);
    }

    private static <T extends Value> void answer(RoutingContext ctx, Future<T> found, ToIntFunction<T> status) {
        found.onSuccess(value -> json(ctx, status.applyAsInt(value), value)).onFailure(ctx::fail);
    }

    private static void refuse(RoutingContext ctx, int status, Fault fault, Object... arguments) {
        HttpAnswers.refuse(ctx.request(), status, fault, arguments);
    }

    private static void json(RoutingContext ctx, int status, Value value) {
        ctx.response()
                .setStatusCode(status)
                .putHeader("content-type", HttpAnswers.JSON)
                .end(Json.writeText(value));
    }
}
