package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Tuple;
import io.wutong.app.Gateway;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A fee line with a code that nobody knows, over the admin interface and the real store. */
class MappingIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.ONE);

    private static final String[][] LINES = {
        {"F0001", "003311000010000", "1500.00"},
        {"F0002", "LOCAL-77", "500.00"}
    };

    @Test
    void should_split_again_and_settle_by_it_when_an_operator_maps_the_code() throws Exception {
        Stay stay = Patient.JIANGNING.known(WORLD.hospital());
        Patient.ok(await(stay.admit()));
        List<Body> result = Patient.ok(await(stay.upload(LINES))).output().bodies("result");
        assertThat(result.get(0).textOr("inscp_scp_amt", "")).isEqualTo("1500.00");
        assertThat(result.get(1).textOr("fulamt_ownpay_amt", "")).isEqualTo("500.00");

        List<Body> queue = list("?node=" + World.CARE_AREA);
        assertThat(queue).singleElement().satisfies(row -> {
            assertThat(row.textOr("local_code", "")).isEqualTo("LOCAL-77");
            assertThat(row.textOr("lines_waiting", "")).isEqualTo("1");
            assertThat(row.textOr("state_zh", "")).isEqualTo("待对照");
        });

        Map<String, String> decision = new TreeMap<>(Map.of(
                "node", World.CARE_AREA,
                "fixmedins_code", queue.get(0).textOr("fixmedins_code", ""),
                "local_code", "LOCAL-77",
                "code", "no-such-code",
                "by", "clerk",
                "why", "与目录项目一致"));
        assertThat(send("POST", decision).statusCode()).isEqualTo(422);
        assertThat(list("?node=" + World.CARE_AREA)).hasSize(1);

        decision.put("code", "001201000010000");
        assertThat(body(send("POST", decision))).isEqualTo(Json.read("{\"changed\":true,\"lines_split_again\":1}"));
        assertThat(body(send("POST", decision))).isEqualTo(Json.read("{\"changed\":false,\"lines_split_again\":0}"));
        assertThat(list("?node=" + World.CARE_AREA)).isEmpty();
        assertThat(list("?state=MAPPED"))
                .singleElement()
                .satisfies(row -> assertThat(row.textOr("decided_by", "")).isEqualTo("clerk"));

        Patient.ok(await(stay.discharge()));
        Body trial = Patient.ok(await(stay.trial("2000.00"))).output().body("setlinfo");
        assertThat(trial.textOr("inscp_scp_amt", "")).isEqualTo("2000.00");
        assertThat(trial.textOr("fulamt_ownpay_amt", "")).isEqualTo("0.00");
        assertThat(count(
                        "select count(*) from state_change where subject = 'mapping' and id = $1 and cause = $2",
                        decision.get("fixmedins_code") + "/LOCAL-77",
                        "clerk: 与目录项目一致"))
                .isEqualTo(1);
        assertThat(count(
                        "select count(*) from state_change where subject = 'fee_line' and id = $1 and cause = $2",
                        stay.mdtrtId() + "/F0002",
                        "LOCAL-77"))
                .isEqualTo(1);
        // the person's class is what the home told at admission
        assertThat(count(
                        "select count(*) from visit where mdtrt_id = $1 and side = 'CARE' and psn_type <> $2",
                        stay.mdtrtId(),
                        ""))
                .isEqualTo(1);
    }

    @Test
    void should_refuse_when_a_decision_lacks_its_author_or_its_token() throws Exception {
        assertThat(send("POST", Map.of("node", World.CARE_AREA, "fixmedins_code", "*", "local_code", "S", "why", "x"))
                        .statusCode())
                .isEqualTo(422);
        Gateway gateway = WORLD.care();
        HttpResponse<String> stranger = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + gateway.adminPort() + "/admin/v1/mappings"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(stranger.statusCode()).isEqualTo(401);
    }

    private static List<Body> list(String query) throws Exception {
        return Json.read("{\"rows\":" + send("GET", query).body() + "}").bodies("rows");
    }

    private static Body body(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.read(response.body());
    }

    private static HttpResponse<String> send(String method, Map<String, String> parameters) throws Exception {
        return send(
                method,
                parameters.entrySet().stream()
                        .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "?", "")));
    }

    private static HttpResponse<String> send(String method, String query) throws Exception {
        Gateway gateway = WORLD.care();
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(
                                        "http://127.0.0.1:" + gateway.adminPort() + "/admin/v1/mappings" + query))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .header("authorization", "Bearer " + gateway.adminToken())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static long count(String sql, String one, String other) {
        return await(WORLD.care()
                .pool()
                .preparedQuery(sql)
                .execute(Tuple.of(one, other))
                .map(rows -> rows.iterator().next().getLong(0)));
    }
}
