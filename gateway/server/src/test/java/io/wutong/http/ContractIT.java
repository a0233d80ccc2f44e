package io.wutong.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.wutong.http.AdminUnderTest.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Served routes and contracts are the same, both ways; the contracts are valid OpenAPI 3.1. */
class ContractIT {

    private static AdminUnderTest admin;

    @BeforeAll
    static void start() throws Exception {
        admin = new AdminUnderTest();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("terminal.yaml", lines(TerminalListener.ROUTES)),
                Arguments.of("exchange.yaml", lines(PeerListener.ROUTES)),
                Arguments.of(
                        "hospital.yaml",
                        both(
                                lines(HospitalListener.ROUTES),
                                both(lines(CallbackListener.ROUTES), lines(PatientPages.ROUTES)))));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void should_serve_what_the_contract_says_when_a_listener_has_a_table(String file, Set<String> served)
            throws Exception {
        assertThat(served).isEqualTo(contract(file));
    }

    @Test
    void should_serve_what_the_contract_says_when_the_router_is_made_from_it() throws Exception {
        Set<String> served = AdminUnderTest.await(admin.listener.router()).getRoutes().stream()
                .filter(route -> route.methods() != null)
                .flatMap(route -> route.methods().stream()
                        .map(method ->
                                method + " " + String.valueOf(route.getName()).replaceAll(":(\\w+)", "{$1}")))
                .collect(Collectors.toSet());

        assertThat(served).isEqualTo(contract("admin.yaml"));
    }

    @Test
    void should_reach_a_handler_when_an_operation_of_admin_is_called() throws Exception {
        for (Operation operation : operations("admin.yaml")) {
            Answer answer =
                    admin.send(operation.getHttpMethod(), path(operation) + query(operation), AdminUnderTest.TOKEN);

            // the store is not there: what asks it fails, and nothing else does
            boolean asksStore = operation.getOpenAPIPath().startsWith("/admin/")
                    && !List.of("reload", "listGuards").contains(operation.getOperationId());
            assertThat(answer.status())
                    .as(operation.getOperationId() + " " + answer.bytes())
                    .isIn(asksStore ? List.of(500) : List.of(200, 302));
        }
    }

    @Test
    void should_refuse_when_the_token_is_missing_or_wrong() throws Exception {
        for (Operation operation : operations("admin.yaml")) {
            String path = operation.getOpenAPIPath();
            boolean open = path.startsWith("/health/") || path.startsWith("/docs");
            assertThat(operation.getSecurityRequirements().isEmpty()).as(path).isEqualTo(open);
            if (open) {
                continue;
            }
            for (String token : List.of("", "x", AdminUnderTest.TOKEN + "x")) {
                for (String spelling : List.of(path(operation), path(operation) + "/")) {
                    Answer answer = admin.send(operation.getHttpMethod(), spelling, token);
                    assertThat(answer.status()).as(spelling).isEqualTo(401);
                    assertThat(answer.code()).isEqualTo("AUTH-ACC-001");
                    assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/admin/v1/exchanges?limit=0",
                "/admin/v1/exchanges?limit=201",
                "/admin/v1/exchanges?limit=ten",
                "/admin/v1/exchanges?state=DONE",
                "/admin/v1/exchanges?from=yesterday",
                "/admin/v1/exchanges?from=2026-13-01T00:00:00",
                "/admin/v1/exchanges?to=2026-11-22",
                "/admin/v1/exchanges?trace_id=1",
                "/admin/v1/exchanges?infno=1'or'1",
                "/admin/v1/exchanges?mgsid=H32110200001202611220900000001",
                "/admin/v1/outcomes?infno=2304",
                "/admin/v1/books?node=a%20b",
                "/admin/v1/settlements/a'b",
                "/health/ready?x=1"
            })
    void should_refuse_before_the_store_is_asked_when_a_parameter_is_not_in_the_contract(String path) throws Exception {
        Answer answer = admin.get(path);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("API-PARAM-001");
        assertThat(answer.body().textOr("message", "")).contains("参数").doesNotContain("?");
        assertThat(answer.body().fields()).containsOnlyKeys("success", "code", "message", "message_en", "who", "done");
    }

    @Test
    void should_say_which_method_or_path_when_it_is_not_served() throws Exception {
        Answer method = admin.send(HttpMethod.DELETE, "/admin/v1/tasks", AdminUnderTest.TOKEN);
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.code()).isEqualTo("API-PATH-001");
        assertThat(method.headers()).containsEntry("allow", "GET");
        Answer path = admin.get("/admin/v1/nothing");
        assertThat(path.status()).isEqualTo(404);
        assertThat(path.body().textOr("message", "")).contains("/admin/v1/nothing");
    }

    @Test
    void should_say_503_when_not_ready_and_still_be_alive() throws Exception {
        admin.status.set("DOWN");
        assertThat(admin.send(HttpMethod.GET, "/health/ready", "").status()).isEqualTo(503);
        assertThat(admin.send(HttpMethod.GET, "/health/live", "").status()).isEqualTo(200);
        admin.status.set("UP");
        assertThat(admin.send(HttpMethod.GET, "/health/ready", "").status()).isEqualTo(200);
    }

    private static String path(Operation operation) {
        return operation
                .getOpenAPIPath()
                .replace("{setlId}", "A1")
                .replace("{id}", "region-x")
                .replace("{file}", "admin.yaml")
                .replace("{channel}", "alipay")
                .replace("{orderNo}", "321102000001")
                .replace("{claimNo}", "LX42010200000000000001");
    }

    /** The parameters that must be there, as the contract's own examples give them. */
    private static String query(Operation operation) {
        String query = operation.getParameters().stream()
                .filter(parameter -> parameter.isRequired() && parameter.getIn() == Location.QUERY)
                .map(parameter -> parameter.getName() + "="
                        + URLEncoder.encode(parameter.getOpenAPIModel().getString("example"), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    private static List<Operation> operations(String file) throws Exception {
        return AdminUnderTest.await(OpenAPIContract.from(admin.vertx, "api-spec/openapi/" + file))
                .operations();
    }

    private static Set<String> contract(String file) throws Exception {
        return operations(file).stream()
                .map(operation -> operation.getHttpMethod() + " " + operation.getOpenAPIPath())
                .collect(Collectors.toSet());
    }

    private static Set<String> lines(Routes<?> routes) {
        return routes.all().stream()
                .map(route -> route.method() + " " + route.template())
                .collect(Collectors.toSet());
    }

    private static Set<String> both(Set<String> one, Set<String> other) {
        Set<String> all = new TreeSet<>(one);
        all.addAll(other);
        return all;
    }
}
