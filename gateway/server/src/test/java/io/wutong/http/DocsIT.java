package io.wutong.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.wutong.http.AdminUnderTest.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation is whole, needs no token and no network, and shows nothing else of the class path. */
class DocsIT {

    private static AdminUnderTest admin;

    @BeforeAll
    static void start() throws Exception {
        admin = new AdminUnderTest();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
    }

    @Test
    void should_lead_to_the_page_when_the_slash_is_missing() throws Exception {
        Answer answer = get("/docs");
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.headers()).containsEntry("location", "/docs/");
    }

    @Test
    void should_serve_the_page_again_when_it_has_remembered_a_contract() throws Exception {
        assertThat(get("/docs/?urls.primaryName=%E7%BB%88%E7%AB%AF%20terminal").status())
                .isEqualTo(200);
    }

    @Test
    void should_serve_every_part_when_the_page_names_it() throws Exception {
        Answer page = get("/docs/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.headers().get("content-type")).startsWith("text/html");
        assertThat(page.headers().get("content-security-policy")).contains("default-src 'none'");

        List<String> parts = named(page.bytes().toString(), "(?:href|src)=\"([^\"]+)\"");
        assertThat(parts).contains("swagger-ui.css", "swagger-ui-bundle.js", "initializer.js");
        for (String part : parts) {
            Answer answer = get("/docs/" + part);
            assertThat(answer.status()).as(part).isEqualTo(200);
            assertThat(answer.bytes().length()).as(part).isPositive();
            assertThat(answer.headers().get("content-type"))
                    .as(part)
                    .startsWith(
                            part.endsWith(".js")
                                    ? "text/javascript"
                                    : part.endsWith(".css") ? "text/css" : "image/png");
        }
    }

    @Test
    void should_serve_every_contract_when_the_page_offers_it() throws Exception {
        List<String> offered = named(get("/docs/initializer.js").bytes().toString(), "url: '([^']+)'");
        assertThat(offered).containsExactlyInAnyOrder("hospital.yaml", "terminal.yaml", "exchange.yaml", "admin.yaml");
        for (String contract : offered) {
            Answer answer = get("/docs/" + contract);
            assertThat(answer.status()).as(contract).isEqualTo(200);
            assertThat(answer.headers().get("content-type")).startsWith("application/yaml");
            assertThat(answer.bytes()).isEqualTo(resource("/api-spec/openapi/" + contract));
        }
    }

    @Test
    void should_ask_nobody_else_when_the_page_is_opened() throws Exception {
        for (String ours : List.of("/docs/", "/docs/initializer.js")) {
            assertThat(get(ours).bytes().toString()).doesNotContain("http:", "https:", "src=\"/");
        }
        assertThat(get("/docs/initializer.js").bytes().toString()).contains("validatorUrl: null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/logback.xml", "/docs/areas.csv", "/docs/index.htm", "/docs/a/admin.yaml"})
    void should_not_be_there_when_it_is_not_of_the_page(String path) throws Exception {
        assertThat(get(path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/../logback.xml", "/docs/..%2flogback.xml", "/docs//logback.xml"})
    void should_be_refused_when_the_path_is_a_trick(String path) throws Exception {
        assertThat(get(path).status()).isEqualTo(400);
    }

    private static Answer get(String path) throws Exception {
        return admin.send(HttpMethod.GET, path, "");
    }

    private static List<String> named(String text, String pattern) {
        return Stream.of(Pattern.compile(pattern))
                .flatMap(p -> p.matcher(text).results())
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static Buffer resource(String name) throws Exception {
        try (var in = Objects.requireNonNull(DocsIT.class.getResourceAsStream(name), name)) {
            return Buffer.buffer(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
