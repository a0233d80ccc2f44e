package io.wutong.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;

/** The contracts in a browser, without a network: Swagger UI from its webjar and the OpenAPI files of api-spec. */
final class Docs {

    private static final String SWAGGER = "META-INF/resources/webjars/swagger-ui/5.34.1";

    private Docs() {}

    static Handler<RoutingContext> create() {
        StaticHandler swagger = StaticHandler.create(SWAGGER).setCachingEnabled(true);
        StaticHandler contracts = StaticHandler.create("api-spec/openapi");
        StaticHandler page = StaticHandler.create("docs").setIndexPage("index.html");
        return ctx -> {
            String path = ctx.normalizedPath();
            if (path.endsWith(".yaml")) {
                contracts.handle(ctx);
            } else if (path.equals("/docs/") || path.equals("/docs/initializer.js")) {
                page.handle(ctx);
            } else {
                swagger.handle(ctx);
            }
        };
    }
}
