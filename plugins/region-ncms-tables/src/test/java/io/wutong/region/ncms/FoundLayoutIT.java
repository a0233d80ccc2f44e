package io.wutong.region.ncms;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.wutong.host.AdapterSpec;
import io.wutong.host.HostServices;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.testkit.Calls;
import io.wutong.testkit.MemoryVisitMemory;
import io.wutong.testkit.NationalStay;
import io.wutong.testkit.SumRules;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A layout found in the field, by mapping alone: other tables, other names, no person query, no trial. */
class FoundLayoutIT {

    private static final PgConnectOptions DATABASE = FrontServer.database();
    private static final List<String> TABLES = List.of(
            "drop table if exists \"HLD_ZYBRXX\", \"HLD_HOSP\", \"T_JIESUAN\"",
            "create table \"HLD_ZYBRXX\" (yljgdm varchar(20), bxbm varchar(30), zyh varchar(20), ryrq varchar(19),"
                    + " rylb varchar(2), bz varchar(20), zyks varchar(50), \"C_zt\" char(1))",
            "create table \"HLD_HOSP\" (c_receipt_no varchar(20), \"sort_ID\" int, c_item_code varchar(40),"
                    + " c_item_name varchar(100), n_price numeric(12,4), n_amount numeric(12,4),"
                    + " n_account numeric(12,2), dc_fyfsrq varchar(19), \"C_zt\" char(1))",
            // one county's name for a table and a column differs from the layout's: configuration, not code
            "create table \"T_JIESUAN\" (\"JSLSH\" varchar(40) primary key, \"Field2\" varchar(20),"
                    + " \"Field3\" varchar(30), \"Field4\" varchar(20), \"Field6\" varchar(19),"
                    + " \"Field8\" varchar(19), \"Field22\" numeric(12,2), \"Field33\" numeric(12,2),"
                    + " \"Field36\" numeric(12,2), \"Field40\" numeric(12,2), \"C_zt\" char(1))");
    /** What the centre's client does with what it finds: stores it, and fills in what it pays. */
    private static final List<String> CENTRE = List.of(
            "update \"HLD_ZYBRXX\" set \"C_zt\" = '2' where \"C_zt\" = '0'",
            "update \"HLD_HOSP\" set \"C_zt\" = '2' where \"C_zt\" = '0'",
            "update \"T_JIESUAN\" set \"C_zt\" = '2', \"Field33\" = 100, \"Field36\" = 10,"
                    + " \"Field40\" = sign(\"Field22\") * 600 where \"C_zt\" = '0'");

    private final MemoryVisitMemory memory = new MemoryVisitMemory();
    private final NationalStay stay = Bench.stay();
    private Vertx vertx;
    private Pool pool;
    private HostServices services;
    private RegionAdapter adapter;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(DATABASE)
                .using(vertx)
                .build();
        TABLES.forEach(table -> Calls.await(pool.query(table).execute()));
        vertx.setPeriodic(
                20, tick -> CENTRE.forEach(statement -> pool.query(statement).execute()));
        Body names = Body.builder()
                .put("calc", "T_JIESUAN")
                .put("calc.biz_id", "JSLSH")
                .put("result", "T_JIESUAN")
                .put("result.biz_id", "JSLSH")
                .put("result.settle_no", "JSLSH")
                .build();
        AdapterSpec spec = Bench.spec(DATABASE, DATABASE.getPort(), 5_000)
                .withSettings(Bench.settings(5_000)
                        .put("layout", "hld")
                        .put("names", names)
                        .build());
        services = HostServices.open(vertx, spec);
        adapter = Calls.await(
                new NcmsFactory().create(new AdapterConfig(spec.name(), spec.area(), spec.settings()), services));
    }

    @AfterEach
    void close() {
        Calls.await(services.close());
        Calls.await(pool.close());
        Calls.await(vertx.close());
    }

    private Outcome<Body> call(Request request) {
        return Calls.await(adapter.call(request, Calls.context(20_000, memory)));
    }

    private static Body answer(Outcome<Body> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Body>) outcome).answer();
    }

    private long count(String condition) {
        return Calls.await(pool.query("select count(*) from " + condition)
                .execute()
                .map(rows -> rows.iterator().next().getLong(0)));
    }

    @Test
    void should_settle_and_cancel_when_the_layout_is_another() {
        answer(call(stay.admission()));
        answer(call(stay.discharge("1")));
        assertThat(answer(call(stay.wholeBill())).bodies("result")).hasSize(2);
        assertThat(count("\"HLD_HOSP\""))
                .as("its rows have no number of their own")
                .isZero();
        assertThat(count("\"HLD_ZYBRXX\" where bxbm = '" + Bench.PERSON + "' and ryrq = '2025-01-01 08:30:00'"))
                .isOne();
        Request settle = stay.settlement("2304", stay.care(5_000, 0, 8_750, 86_250, null), "0");
        Body settled = answer(call(settle));
        SumRules.assertHold(settled);
        Body setlinfo = settled.body("setlinfo");
        assertThat(List.of("hifp_pay", "acct_pay", "psn_cash_pay", "act_pay_dedc"))
                .extracting(name -> setlinfo.textOr(name, ""))
                .containsExactly("600.00", "10.00", "390.00", "100.00");
        assertThat(count("\"HLD_HOSP\" where n_account > 0")).isEqualTo(3);
        assertThat(answer(Calls.await(adapter.query(new Reference(settle, 1), Calls.context(20_000, memory))))
                        .get("setldetail"))
                .isEqualTo(settled.get("setldetail"));
        Request cancel = stay.request(
                "2305",
                "{\"data\":{\"setl_id\":\"" + setlinfo.textOr("setl_id", "") + "\"}}",
                stay.care(5_000, 0, 8_750, 86_250, null));
        assertThat(answer(call(cancel)).body("setlinfo").fen("medfee_sumamt")).contains(-100_000L);
        assertThat(count("\"T_JIESUAN\" where \"Field22\" < 0")).isOne();
    }

    @Test
    void should_refuse_what_the_layout_does_not_have() {
        assertThat(call(stay.person())).isEqualTo(Outcome.rejected("NCMS-UNSUPPORTED", "参保地前置机没有人员查询"));
        answer(call(stay.admission()));
        assertThat(call(stay.trial())).isEqualTo(Outcome.rejected("NCMS-NOTRIAL", "参保地前置机不支持预结算"));
        assertThat(call(stay.ofVisit("2404", ""))).isEqualTo(Outcome.rejected("NCMS-SENT", "该登记已上传中心，请联系经办机构撤销"));
        assertThat(count("\"HLD_ZYBRXX\"")).isOne();
    }

    @Test
    void should_not_start_when_the_configuration_names_what_the_layout_does_not_have() {
        Body settings = Bench.settings(5_000)
                .put("layout", "hld")
                .put("names", Body.of("person", Value.text("T_RY")))
                .build();
        Future<RegionAdapter> created =
                new NcmsFactory().create(new AdapterConfig("ncms", "431123", settings), services);
        assertThat(created.map(made -> "").recover(failure -> Future.succeededFuture(failure.getMessage())))
                .satisfies(text -> assertThat(Calls.await(text)).isEqualTo("the layout has no person"));
    }
}
