package io.wutong.region.ncms;

import io.vertx.pgclient.PgConnectOptions;
import io.wutong.host.AdapterSpec;
import io.wutong.host.DatabaseSpec;
import io.wutong.simulator.ncms.RuralScheme;
import io.wutong.simulator.pool.BenefitRule;
import io.wutong.simulator.pool.BenefitRule.Bracket;
import io.wutong.simulator.pool.Person;
import io.wutong.spi.Body;
import io.wutong.spi.Secret;
import io.wutong.testkit.NationalStay;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** The simulated scheme, the person that it knows, and the adapter's configuration. */
final class Bench {

    static final String PERSON = "43112300000001";
    static final String CERTNO = "431123195501010012";
    /** The scheme puts right what it spoiled after this time, when the adapter has given up. */
    static final long LATE_MILLIS = 1_500;

    private static final BenefitRule RULE = new BenefitRule(
            80_000,
            6_500,
            25_000_000,
            List.of(new Bracket(1_500_000, 5_000), new Bracket(3_000_000, 6_000), new Bracket(6_000_000, 9_000)),
            100_000_000);

    private Bench() {}

    static RuralScheme scheme(PgConnectOptions database, Clock clock) {
        return new RuralScheme(
                database,
                clock.withZone(ZoneId.of("Asia/Shanghai")),
                10,
                LATE_MILLIS,
                List.of(new Person(
                        PERSON, CERTNO, "参保人丁", "1", CERTNO.substring(6, 14), "390", "431123", false, 0, RULE)));
    }

    static NationalStay stay() {
        return new NationalStay(PERSON, CERTNO, "390", "431123");
    }

    static Body.Builder settings(long answerMillis) {
        return Body.builder()
                .put("hospCode", "W32000001")
                .put("clrOptins", "431100")
                .put("answerMillis", answerMillis)
                .put("pollMillisMin", 5)
                .put("pollMillisMax", 40)
                .put("absenceMillis", 30_000);
    }

    static AdapterSpec spec(PgConnectOptions database, int port, long answerMillis) {
        return AdapterSpec.of("ncms", "region-ncms-tables", "431123")
                .withSettings(settings(answerMillis).build())
                .withDatabases(Map.of(
                        "front",
                        DatabaseSpec.of(
                                "127.0.0.1",
                                port,
                                database.getDatabase(),
                                FrontServer.USER,
                                Secret.of(FrontServer.PASSWORD))));
    }
}
