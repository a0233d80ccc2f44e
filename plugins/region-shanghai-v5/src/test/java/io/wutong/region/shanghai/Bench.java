package io.wutong.region.shanghai;

import io.wutong.host.AdapterSpec;
import io.wutong.simulator.pool.BenefitRule;
import io.wutong.simulator.pool.BenefitRule.Bracket;
import io.wutong.simulator.pool.Person;
import io.wutong.simulator.shanghai.ShanghaiFrontMachine;
import io.wutong.spi.Body;
import io.wutong.testkit.NationalStay;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;

/** The simulated front machine, the person that it knows, and the adapter's configuration. */
final class Bench {

    static final String PERSON = "SH00000001";
    static final String CERTNO = "310101195501010017";
    static final String INSTITUTION = "99999000001";

    private static final BenefitRule RULE = new BenefitRule(
            80_000,
            6_500,
            25_000_000,
            List.of(new Bracket(1_500_000, 5_000), new Bracket(3_000_000, 6_000), new Bracket(6_000_000, 9_000)),
            100_000_000);

    private Bench() {}

    static ShanghaiFrontMachine machine(Clock clock) {
        return new ShanghaiFrontMachine(
                INSTITUTION,
                clock.withZone(ZoneId.of("Asia/Shanghai")),
                List.of(
                        person(PERSON, CERTNO, "390", false, 0),
                        person("SH00000002", "310101196001010028", "310", false, 50_000),
                        person("SH00000003", "310101197001010039", "390", true, 0)));
    }

    private static Person person(String number, String certno, String coverage, boolean frozen, long accountFen) {
        String birthday = certno.substring(6, 14);
        return new Person(number, certno, "参保人乙", "1", birthday, coverage, "310101", frozen, accountFen, RULE);
    }

    static NationalStay stay() {
        return new NationalStay(PERSON, CERTNO, "390", "310101");
    }

    static Body settings(String url) {
        return Body.builder()
                .put("url", url)
                .put("jgdm", INSTITUTION)
                .put("timeoutMillis", 10_000)
                .put("absenceMillis", 30_000)
                .build();
    }

    static AdapterSpec spec(int port) {
        return AdapterSpec.of("shanghai", "region-shanghai-v5", "310000")
                .withSettings(settings("http://127.0.0.1:" + port + "/sendrcv"))
                .withAllowedHosts("127.0.0.1:" + port);
    }
}
