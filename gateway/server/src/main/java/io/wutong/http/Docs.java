package io.wutong.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * The contracts in a browser, without a network: Swagger UI from its webjar, a page of ours, and the OpenAPI files of
 * api-spec. A fixed list of files is served, nothing else of the class path; the policy keeps the page from asking
 * anybody but us.
 */
final class Docs {

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

    private record File(String resource, String contentType) {}

    private static final Map<String, File> FILES = files();

    private Docs() {}

    private static Map<String, File> files() {
        Map<String, File> files = new LinkedHashMap<>();
        files.put("index.html", new File("docs/index.html", "text/html; charset=utf-8"));
        files.put("initializer.js", new File("docs/initializer.js", "text/javascript; charset=utf-8"));
        String swagger = "META-INF/resources/webjars/swagger-ui/" + swaggerVersion() + "/";
        for (String name : new String[] {"swagger-ui-bundle.js", "swagger-ui-standalone-preset.js"}) {
            files.put(name, new File(swagger + name, "text/javascript; charset=utf-8"));
        }
        files.put("swagger-ui.css", new File(swagger + "swagger-ui.css", "text/css; charset=utf-8"));
        files.put("favicon-32x32.png", new File(swagger + "favicon-32x32.png", "image/png"));
        for (String name : new String[] {"hospital.yaml", "terminal.yaml", "exchange.yaml", "admin.yaml"}) {
            files.put(name, new File("api-spec/openapi/" + name, "application/yaml; charset=utf-8"));
        }
        return files;
    }

    /** The root pom alone chooses the version; the webjar says which it is. */
    private static String swaggerVersion() {
        Properties pom = new Properties();
        try (InputStream in = Docs.class.getResourceAsStream("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            if (in == null) {
                throw new IllegalStateException("the swagger-ui webjar is not on the class path");
            }
            pom.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pom.getProperty("version", "");
    }

    /** The page; {@code /docs} itself leads to {@code /docs/}, so that its relative links work. */
    static void page(RoutingContext ctx) {
        if (ctx.request().path().endsWith("/")) {
            send(ctx, "index.html");
        } else {
            ctx.redirect("/docs/");
        }
    }

    /** Whether there is such a file, which is then sent. */
    static boolean send(RoutingContext ctx, String name) {
        File file = FILES.get(name);
        if (file == null) {
            return false;
        }
        ctx.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, file.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .putHeader("content-security-policy", POLICY)
                .putHeader("x-content-type-options", "nosniff")
                .sendFile(file.resource())
                .onFailure(ctx::fail);
        return true;
    }
}
