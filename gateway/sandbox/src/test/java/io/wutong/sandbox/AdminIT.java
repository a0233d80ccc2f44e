package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Tuple;
import io.wutong.app.Gateway;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator finds after a day of work: any exchange, a settlement with everything about it, who is reachable. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AdminIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.THREE);

    /** A day in the past, of which nothing else knows: rows A to E, an hour apart. */
    private static final Instant DAY = Instant.parse("2026-01-10T00:00:00Z");

    private static final String TRACE = "0123456789abcdef0123456789abcdef";

    @BeforeAll
    static void journal() {
        assertThat(await(new Demonstration(
                                WORLD.vertx(), WORLD.world(), new PrintStream(OutputStream.nullOutputStream()))
                        .play()))
                .isTrue();
        insert("A", "2304", "ANSWERED", "H1", TRACE, 0);
        insert("B", "2304", "UNKNOWN", "H1", "b".repeat(32), 1);
        insert("C", "2301", "ANSWERED", "H2", TRACE, 2);
        insert("D", "2305", "NOT_SENT", "H2", "d".repeat(32), 3);
        insert("E", "2304", "ANSWERED", "H2", "e".repeat(32), 4);
    }

    @ParameterizedTest
    @CsvSource({
        "msgid=C, C",
        "trace_id=0123456789abcdef0123456789abcdef, C A",
        "state=UNKNOWN&to=2026-01-11T00:00:00Z, B",
        "from=2026-01-10T00:00:00Z&to=2026-01-11T00:00:00Z, E D C B A",
        "from=2026-01-10T08:00:00&to=2026-01-10T10:00:00, B A",
        "from=2026-01-10T01:00:00Z&to=2026-01-10T01:00:00.001Z, B",
        "from=2026-01-10T00:00:00Z&to=2026-01-11T00:00:00Z&limit=2, E D",
        "from=2026-01-10T00:00:00Z&to=2026-01-11T00:00:00Z&infno=2304, E B A",
        "from=2026-01-10T00:00:00Z&to=2026-01-11T00:00:00Z&infno=2304&fixmedins_code=H1, B A",
        "from=2026-01-10T00:00:00Z&to=2026-01-11T00:00:00Z&state=NOT_SENT, D",
        "to=2026-01-10T02:30:00Z, C B A",
        "msgid=C&infno=2304, ''",
        "msgid=nobody, ''"
    })
    @Order(1)
    void should_find_exactly_those_when_conditions_are_given(String conditions, String expected) {
        assertThat(msgids(conditions)).isEqualTo(expected);
    }

    @Test
    @Order(1)
    void should_look_at_the_last_day_when_nothing_narrows_the_search() {
        assertThat(msgids("infno=2304").split(" "))
                .doesNotContain("A")
                .allMatch(msgid -> msgid.startsWith("H32110200001"));
        // one is held by the home until it is clear who insures the patient
        assertThat(list("exchanges?infno=2304"))
                .hasSize(6)
                .filteredOn(row -> row.textOr("code", "").equals("COV-DUP-001"))
                .hasSize(1);
        assertThat(list("exchanges?infno=2304")).allSatisfy(row -> {
            assertThat(row.textOr("outcome", ""))
                    .isEqualTo(row.textOr("code", "").isEmpty() ? "succeeded" : "rejected");
            assertThat(row.bodies("hops"))
                    .hasSizeGreaterThan(4)
                    .allSatisfy(hop -> assertThat(Long.parseLong(hop.textOr("down_us", "")))
                            .isGreaterThanOrEqualTo(Long.parseLong(hop.textOr("up_us", ""))));
        });
    }

    @Test
    @Order(1)
    void should_show_nodes_funds_entries_and_changes_when_a_settlement_is_asked_for() {
        String cancelled = WORLD.text("select setl_id from settlement where state = 'CANCELLED' order by setl_id desc");
        Body settlement = body("settlements/" + cancelled);

        Body atCare = settlement.bodies("nodes").get(0);
        assertThat(atCare.textOr("node", "")).isEqualTo(World.CARE_AREA);
        assertThat(atCare.textOr("medfee_sumamt", "")).isEqualTo("140800.00");
        assertThat(sum(settlement.bodies("funds"), "fund_payamt"))
                .isEqualTo(Fen.parse("fund", atCare.textOr("fund_pay_sumamt", "")));
        assertThat(settlement.bodies("changes"))
                .extracting(change -> change.textOr("subject", "") + " " + change.textOr("to", ""))
                .contains("settlement CANCELLED", "order PAID", "order REFUNDED");
        Map<String, Long> sets = new HashMap<>();
        settlement
                .bodies("entries")
                .forEach(entry -> sets.merge(
                        entry.textOr("node", "") + entry.textOr("set", ""),
                        Fen.parse("amount", entry.textOr("amount", "")),
                        Long::sum));
        assertThat(sets).isNotEmpty().allSatisfy((set, fen) -> assertThat(fen).isZero());
    }

    @Test
    @Order(1)
    void should_say_404_when_there_is_no_such_settlement() {
        HttpResponse<String> answer = send("GET", "/admin/v1/settlements/nobody");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(Json.read(answer.body()).textOr("code", "")).isEqualTo("SET-NONE-001");
    }

    @Test
    @Order(1)
    void should_withdraw_a_claim_once_and_keep_why_when_a_clerk_says_so() {
        // what the stay that was left open has become
        Body claim = list("claims?state=STANDING").get(0);
        String claimNo = claim.textOr("claim_no", "");
        assertThat(list("claims?state=STANDING&psn_no=" + claim.textOr("psn_no", "") + "&node="
                        + claim.textOr("node", "")))
                .contains(claim);
        assertThat(body("claims/" + claimNo).body("content").textOr("medfee_sumamt", ""))
                .isEqualTo(claim.textOr("medfee_sumamt", "?"));

        for (String why : List.of("patient", "again")) {
            HttpResponse<String> answer =
                    send("POST", "/admin/v1/claims/" + claimNo + "/withdrawal?by=zhang.san&why=" + why);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(Json.read(answer.body()).bodies("history"))
                    .extracting(change -> change.textOr("event", "") + " " + change.textOr("cause", ""))
                    .hasSize(2)
                    .last()
                    .isEqualTo("WITHDRAW zhang.san: patient");
        }
        HttpResponse<String> paid =
                send("POST", "/admin/v1/claims/" + claimNo + "/payment?amount_fen=1&by=zhang.san&why=pay");
        assertThat(paid.statusCode()).isEqualTo(409);
        assertThat(Json.read(paid.body()).textOr("code", "")).isEqualTo("CLM-END-001");
        assertThat(list("claims?state=WITHDRAWN"))
                .extracting(row -> row.textOr("claim_no", ""))
                .contains(claimNo);
        assertThat(send("GET", "/admin/v1/claims/LX00000000").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(1)
    void should_count_and_sum_when_asked_for_outcomes_and_books() {
        assertThat(list("outcomes"))
                .extracting(row -> row.textOr("infno", "") + " " + row.textOr("outcome", ""))
                .contains("2304 succeeded", "2304 unknown", "2305 not_sent");
        assertThat(list("books?node=321102"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.textOr("node", "")).isEqualTo("321102"));
        assertThat(sum(list("books"), "balance")).isZero();
        assertThat(Json.read(send("POST", "/admin/v1/reload").body()).textOr("process", ""))
                .isEqualTo("jiangsu");
    }

    @Test
    @Order(1)
    void should_show_what_is_still_to_do_when_the_outbox_has_it() {
        await(WORLD.care()
                .pool()
                .query("insert into task (node, kind, ref, bucket, state, attempts, due_at, last_error)"
                        + " values ('321102', 'refund', 'R0', '00', 'DEAD', 99, '2026-01-10T00:00:00Z', 'timeout')")
                .execute());

        Body first = list("tasks").get(0);
        assertThat(first.textOr("ref", "")).isEqualTo("R0");
        assertThat(first.textOr("state", "")).isEqualTo("DEAD");
        assertThat(first.textOr("last_error", "")).isEqualTo("timeout");
    }

    @Test
    @Order(1)
    void should_list_what_an_operator_must_do_and_nothing_that_is_closed() {
        await(WORLD.care()
                .pool()
                .query("insert into operator_case (node, kind, ref, state, cause, opened_at, actor, due_at) values"
                        + " ('321102', 'exchange', 'H1/M1', 'OPEN', 'adapter.timeout_read', '2026-01-10T00:00:00Z',"
                        + " '321102', '2099-01-10T00:00:00Z'),"
                        + " ('321102', 'exchange', 'H1/M2', 'CLOSED', 'adapter.timeout_read', '2026-01-09T00:00:00Z',"
                        + " '321102', null)")
                .execute());

        assertThat(list("cases")).singleElement().satisfies(given -> {
            assertThat(given.textOr("ref", "")).isEqualTo("H1/M1");
            assertThat(given.textOr("code", "")).isEqualTo("NET-UNKNOWN-001");
            assertThat(given.textOr("actor", "")).isEqualTo("321102");
            assertThat(given.textOr("due_at", "")).isEqualTo("2099-01-10T00:00:00Z");
        });
    }

    @Test
    @Order(2)
    void should_stay_ready_and_say_who_is_gone_when_a_peer_is_lost() {
        Body before = Json.read(send("GET", "/health/ready").body());
        assertThat(peers(before)).contains("hunan true", "nation true");
        assertThat(before.body("checks").body("plugins").bodies("plugins"))
                .extracting(plugin -> plugin.textOr("id", ""))
                .contains("channel-wechatpay", "credential-nhsa");

        await(WORLD.world().gateway("430421").close());

        HttpResponse<String> answer = send("GET", "/health/ready");
        Body after = Json.read(answer.body());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(after.textOr("status", "")).isEqualTo("UP");
        assertThat(after.body("checks").body("peers").textOr("status", "")).isEqualTo("DOWN");
        assertThat(peers(after)).contains("hunan false", "nation true");
    }

    @Test
    @Order(1)
    void should_tell_what_came_and_what_found_no_room_when_metrics_are_read() {
        assertThat(send("GET", "/metrics").body())
                .containsPattern("wutong_exchange_seconds_count\\{[^}]*infno=\"2304\"[^}]*} [1-9]")
                .containsPattern("wutong_http_connections\\{[^}]*listener=\"hospital\"[^}]*} [0-9]")
                .containsPattern("wutong_http_turned_away_total\\{[^}]*listener=\"hospital\"[^}]*} 0");
    }

    @Test
    @Order(3)
    void should_not_be_ready_when_the_store_is_gone() {
        await(WORLD.care().pool().close());

        HttpResponse<String> answer = send("GET", "/health/ready");
        Body body = Json.read(answer.body());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(body.textOr("status", "")).isEqualTo("DOWN");
        assertThat(body.body("checks").body("store").textOr("status", "")).isEqualTo("DOWN");
        assertThat(body.body("checks").body("plugins").textOr("status", "")).isEqualTo("UP");
        assertThat(send("GET", "/health/live").statusCode()).isEqualTo(200);
    }

    private static List<String> peers(Body ready) {
        return ready.body("checks").body("peers").bodies("peers").stream()
                .map(peer -> peer.textOr("name", "") + " " + peer.textOr("reachable", ""))
                .toList();
    }

    private static String msgids(String conditions) {
        return String.join(
                " ",
                list("exchanges?" + conditions).stream()
                        .map(row -> row.textOr("msgid", ""))
                        .toList());
    }

    private static long sum(List<Body> rows, String field) {
        return rows.stream()
                .mapToLong(row -> Fen.parse(field, row.textOr(field, "")))
                .sum();
    }

    private static List<Body> list(String path) {
        HttpResponse<String> answer = send("GET", "/admin/v1/" + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return ((Value.Items) Json.read("{\"rows\":" + answer.body() + "}").get("rows")).bodies();
    }

    private static Body body(String path) {
        HttpResponse<String> answer = send("GET", "/admin/v1/" + path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.read(answer.body());
    }

    private static HttpResponse<String> send(String method, String path) {
        Gateway gateway = WORLD.care();
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.adminPort() + path))
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .header("authorization", "Bearer " + gateway.adminToken())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(path, e);
        }
    }

    private static void insert(String msgid, String infno, String state, String institution, String trace, int hour) {
        LocalDateTime at = LocalDateTime.ofInstant(DAY.plus(hour, ChronoUnit.HOURS), ZoneOffset.UTC);
        await(WORLD.care()
                .pool()
                .preparedQuery(
                        "insert into exchange (entry_node, fixmedins_code, msgid, infno, hash, state, outcome, code,"
                                + " result, origin, trace_id, destination, attempt, request, hops, received_at) values"
                                + " ($2, $2, $1, $3, '', $4, case when $4 = 'ANSWERED' then 'succeeded' else '' end, '', '', '',"
                                + " $5, '', 1, '\\x00', '\\x00', $6)")
                .execute(Tuple.of(msgid, institution, infno, state, trace, at.atOffset(ZoneOffset.UTC))));
    }
}
