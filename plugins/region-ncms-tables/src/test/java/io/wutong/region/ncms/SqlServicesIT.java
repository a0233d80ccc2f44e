package io.wutong.region.ncms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.wutong.host.AdapterSpec;
import io.wutong.host.DatabaseSpec;
import io.wutong.host.HostServices;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Secret;
import io.wutong.spi.SqlCall;
import io.wutong.spi.SqlResult;
import io.wutong.spi.SqlStatement;
import io.wutong.testkit.Calls;
import io.wutong.testkit.MisbehavingServer;
import io.wutong.testkit.MisbehavingServer.Fault;
import io.wutong.testkit.MisbehavingWire;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The SQL client that the host lends, against a real database: what it refuses, and what it says of a broken call. */
class SqlServicesIT {

    private static final PgConnectOptions DATABASE = FrontServer.database();

    private Vertx vertx;
    private MisbehavingWire wire;
    private HostServices services;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        wire = Calls.await(MisbehavingWire.inFrontOf(vertx, DATABASE.getPort()));
        services = lend(wire.port(), 4, 200, 10);
        admin(
                "drop table if exists t",
                "create table t (id int primary key, name varchar(10), amt numeric(12,2),"
                        + " at timestamp, day date, flag boolean)");
    }

    /** Statements that are not lent to plugins. */
    private void admin(String... statements) {
        var pool = io.vertx.pgclient.PgBuilder.pool()
                .connectingTo(DATABASE)
                .using(vertx)
                .build();
        for (String statement : statements) {
            Calls.await(pool.query(statement).execute());
        }
        Calls.await(pool.close());
    }

    private HostServices lend(int port, int connections, int waiting, int rows) {
        DatabaseSpec database = DatabaseSpec.of(
                        "127.0.0.1", port, DATABASE.getDatabase(), FrontServer.USER, Secret.of(FrontServer.PASSWORD))
                .withLimits(connections, waiting, rows);
        return HostServices.open(
                vertx, AdapterSpec.of("ncms", "region-ncms-tables", "431123").withDatabases(Map.of("front", database)));
    }

    @AfterEach
    void close() {
        Calls.await(services.close());
        assertThat(services.held()).isZero();
        Calls.await(wire.close());
        Calls.await(vertx.close());
    }

    private Future<List<SqlResult>> run(long millis, SqlStatement... statements) {
        return services.sql(new SqlCall("front", List.of(statements), millis));
    }

    private static SqlStatement insert(int id, String name) {
        return SqlStatement.of("insert into t (id, name) values ($1, $2)", id, name);
    }

    private int rows() {
        return Integer.parseInt(Calls.await(run(5_000, SqlStatement.of("select count(*) as n from t")))
                .get(0)
                .rows()
                .get(0)
                .get("n"));
    }

    private static void assertFails(Future<?> call, boolean sent, String cause) {
        assertThatThrownBy(() -> Calls.await(call)).isInstanceOfSatisfying(CallFailure.class, failure -> {
            assertThat(failure.shortCause()).isEqualTo(cause);
            assertThat(failure.sent()).as("sent").isEqualTo(sent);
        });
    }

    @Test
    void should_give_values_as_text_when_rows_are_read() {
        Calls.await(run(
                5_000,
                SqlStatement.of(
                        "insert into t values ($1,$2,$3,$4,$5,$6)",
                        1,
                        "参合",
                        new BigDecimal("12.30"),
                        LocalDateTime.of(2026, 1, 2, 3, 4, 5),
                        LocalDate.of(2026, 1, 2),
                        null)));
        assertThat(Calls.await(run(5_000, SqlStatement.of("select * from t"))).get(0))
                .satisfies(result -> assertThat(result.rows())
                        .containsExactly(Map.of(
                                "id",
                                "1",
                                "name",
                                "参合",
                                "amt",
                                "12.30",
                                "at",
                                "2026-01-02 03:04:05",
                                "day",
                                "2026-01-02")));
        assertThat(Calls.await(run(5_000, SqlStatement.of("update t set flag = true where id = $1 returning flag", 1)))
                        .get(0))
                .isEqualTo(new SqlResult(1, List.of(Map.of("flag", "1"))));
    }

    @Test
    void should_undo_all_and_say_not_sent_when_one_statement_is_refused() {
        assertFails(run(5_000, insert(1, "a"), insert(1, "b")), false, "sql_23505");
        assertFails(run(5_000, insert(2, "a"), insert(3, "longer than ten")), false, "sql_22001");
        assertThat(rows()).as("the connection is as good as before").isZero();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"HANG", "RESET", "TRUNCATED", "HTTP_500", "GARBAGE", "WRONG_CHARSET"},
            value = Fault.class)
    void should_say_sent_when_the_answer_to_commit_is_spoiled(Fault fault) {
        wire.misbehave(fault, 0);
        assertThatThrownBy(() -> Calls.await(run(fault == Fault.HANG ? 300 : 5_000, insert(1, "a"))))
                .isInstanceOfSatisfying(
                        CallFailure.class, failure -> assertThat(failure.sent()).isTrue());
        wire.behave();
        assertThat(rows()).isOne();
    }

    @Test
    void should_say_not_sent_and_undo_when_the_time_is_over_before_commit() {
        assertFails(
                run(
                        300,
                        insert(1, "a"),
                        SqlStatement.of("update t set name = 'b' where pg_sleep(20) is not null and id = 1")),
                false,
                "timeout_sql");
        assertThat(rows()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "commit",
                "drop table t",
                "set statement_timeout = 0",
                "copy t to stdout",
                "with x as (select 1) select 1",
                ""
            })
    void should_not_send_what_is_no_statement_on_rows(String text) {
        assertFails(run(5_000, SqlStatement.of(text)), false, "bad_statement");
        assertFails(run(5_000), false, "bad_statement");
    }

    @Test
    void should_refuse_two_statements_in_one() {
        assertFails(run(5_000, SqlStatement.of("delete from t; drop table t")), false, "sql_42601");
        assertThat(rows()).isZero();
    }

    @Test
    void should_reach_only_what_the_configuration_names() {
        assertFails(services.sql(new SqlCall("other", List.of(insert(1, "a")), 5_000)), false, "database_not_allowed");
    }

    @Test
    void should_refuse_early_when_all_places_are_taken() {
        HostServices small = lend(wire.port(), 1, 1, 10);
        List<Future<List<SqlResult>>> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(small.sql(new SqlCall("front", List.of(SqlStatement.of("select pg_sleep(0.2)::text")), 5_000)));
        }
        assertFails(calls.get(2), false, "pool_full");
        Calls.await(calls.get(0));
        Calls.await(calls.get(1));
        Calls.await(small.close());
    }

    @Test
    void should_refuse_an_answer_of_too_many_rows() {
        for (int i = 0; i < 11; i++) {
            Calls.await(run(5_000, insert(i, "a")));
        }
        assertFails(run(5_000, SqlStatement.of("select * from t")), true, "answer_too_long");
        assertThat(rows()).isEqualTo(11);
    }

    @Test
    void should_say_not_sent_when_nobody_listens() {
        HostServices nowhere = lend(MisbehavingServer.refusingPort(), 1, 1, 1);
        assertFails(nowhere.sql(new SqlCall("front", List.of(insert(1, "a")), 5_000)), false, "connect_refused");
        Calls.await(nowhere.close());
    }

    @Test
    void should_end_what_is_under_way_when_it_is_closed() {
        HostServices closing = lend(wire.port(), 1, 1, 1);
        Future<?> call =
                closing.sql(new SqlCall("front", List.of(SqlStatement.of("select pg_sleep(20)::text")), 30_000));
        Calls.await(closing.delay(200));
        Calls.await(closing.close());
        assertFails(call, true, "adapter_closed");
        assertFails(closing.sql(new SqlCall("front", List.of(insert(1, "a")), 5_000)), false, "adapter_closed");
        assertThat(closing.held()).isZero();
    }
}
