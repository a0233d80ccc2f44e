package io.wutong.region.guangdong;

import io.wutong.host.AdapterSpec;
import io.wutong.simulator.guangdong.GuangdongPlatform;
import io.wutong.simulator.guangdong.GuangdongPlatform.Flavour;
import io.wutong.simulator.pool.BenefitRule;
import io.wutong.simulator.pool.BenefitRule.Bracket;
import io.wutong.simulator.pool.Person;
import io.wutong.spi.Body;
import io.wutong.testkit.NationalStay;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;

/** The simulated platform, the person that it knows, and the adapter's configuration. */
final class Bench {

    static final String PERSON = "GDSSN0000000001";
    static final String CERTNO = "440600195501010013";

    private static final BenefitRule RULE = new BenefitRule(
            80_000,
            6_500,
            25_000_000,
            List.of(new Bracket(1_500_000, 5_000), new Bracket(3_000_000, 6_000), new Bracket(6_000_000, 9_000)),
            100_000_000);

    private Bench() {}

    static GuangdongPlatform platform(Flavour flavour, Clock clock) {
        return new GuangdongPlatform(
                flavour,
                clock.withZone(ZoneId.of("Asia/Shanghai")),
                List.of(
                        person(PERSON, CERTNO, "390", false, 0),
                        person("GDSSN0000000002", "440600196001010024", "310", false, 50_000),
                        person("GDSSN0000000003", "440600197001010035", "390", true, 0)));
    }

    private static Person person(String number, String certno, String coverage, boolean frozen, long accountFen) {
        String birthday = certno.substring(6, 14);
        return new Person(number, certno, "参保人丙", "1", birthday, coverage, "440600", frozen, accountFen, RULE);
    }

    static NationalStay stay() {
        return new NationalStay(PERSON, CERTNO, "390", "440600");
    }

    static Body settings(String url, String flavour) {
        return Body.builder()
                .put("url", url)
                .put("flavour", flavour)
                .put("timeoutMillis", 10_000)
                .put("absenceMillis", 30_000)
                .build();
    }

    static AdapterSpec spec(int port, String flavour) {
        return AdapterSpec.of("foshan", "region-guangdong-lb101", "440600")
                .withSettings(settings("http://127.0.0.1:" + port + "/STYDJY/services/STYDJKService", flavour))
                .withAllowedHosts("127.0.0.1:" + port);
    }
}
