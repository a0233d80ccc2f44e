package __package__;

import io.wutong.host.AdapterSpec;
import io.wutong.spi.Body;
import io.wutong.testkit.NationalStay;

/** The adapter's configuration, and the messages of the person whom the simulated system knows. */
final class Bench {

    private Bench() {}

    static NationalStay stay() {
        return new NationalStay(LegacySystem.PERSON, LegacySystem.CERTNO, "390", LegacySystem.AREA);
    }

    static AdapterSpec spec(int port, long absenceMillis) {
        return AdapterSpec.of("adapter", "__id__", "420100")
                .withSettings(Body.builder()
                        .put("url", "http://127.0.0.1:" + port + "/api")
                        .put("timeoutMillis", 10_000)
                        .put("absenceMillis", absenceMillis)
                        .build())
                .withAllowedHosts("127.0.0.1:" + port);
    }
}
