package io.wutong.region.nhsa;

import io.wutong.host.AdapterSpec;
import io.wutong.simulator.national.Guard;
import io.wutong.simulator.national.NationalPlatform;
import io.wutong.simulator.national.Sm2Pair;
import io.wutong.simulator.pool.BenefitRule;
import io.wutong.simulator.pool.BenefitRule.Bracket;
import io.wutong.simulator.pool.Person;
import io.wutong.spi.Body;
import io.wutong.spi.Secret;
import io.wutong.spi.Value;
import io.wutong.testkit.NationalStay;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** The simulated region behind each transport, the person that it knows, and the adapter's configuration. */
final class Bench {

    static final String PERSON = "22010000000000000001";
    static final String CERTNO = "220102195501010014";

    /** How the region is reached. */
    enum Way {
        SINGLE,
        PATHS,
        OAUTH_PLAIN,
        OAUTH_SEALED
    }

    private static final BenefitRule RULE = new BenefitRule(
            80_000,
            6_500,
            25_000_000,
            List.of(new Bracket(1_500_000, 5_000), new Bracket(3_000_000, 6_000), new Bracket(6_000_000, 9_000)),
            100_000_000);

    private static final KeyPair KEY = key();
    static final Sm2Pair ANSWERS = Sm2Pair.make();
    private static final String TOKEN = random();
    private static final String CLIENT_SECRET = random();
    private static final String PASSWORD = random();
    private static final String CLIENT = "DUMMYCLIENT00001";

    private Bench() {}

    private static KeyPair key() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", new BouncyCastleProvider());
            generator.initialize(new ECGenParameterSpec("sm2p256v1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String random() {
        byte[] bytes = new byte[12];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    static Guard guard(Way way) {
        return switch (way) {
            case SINGLE -> Guard.tif("wutong", TOKEN, false);
            case PATHS -> Guard.tif("wutong", TOKEN, true);
            case OAUTH_PLAIN -> Guard.oauth(CLIENT, CLIENT_SECRET, "gateway", PASSWORD, null);
            case OAUTH_SEALED -> Guard.oauth(CLIENT, CLIENT_SECRET, "gateway", PASSWORD, KEY.getPublic());
        };
    }

    static NationalPlatform platform(Way way, Clock clock) {
        NationalPlatform platform = platform(guard(way), clock);
        return signsAnswers(way) ? platform.signingWith(ANSWERS) : platform;
    }

    private static boolean signsAnswers(Way way) {
        return way == Way.SINGLE || way == Way.OAUTH_SEALED;
    }

    static NationalPlatform platform(Guard guard, Clock clock) {
        return new NationalPlatform(
                guard,
                true,
                clock.withZone(ZoneId.of("Asia/Shanghai")),
                List.of(
                        person(PERSON, CERTNO, "390", false, 0),
                        person("22010000000000000002", "220102196001010025", "310", false, 50_000)));
    }

    private static Person person(String number, String certno, String coverage, boolean frozen, long accountFen) {
        String birthday = certno.substring(6, 14);
        return new Person(number, certno, "参保人丁", "1", birthday, coverage, "220102", frozen, accountFen, RULE);
    }

    static NationalStay stay() {
        return new NationalStay(PERSON, CERTNO, "390", "220102");
    }

    static Body settings(Way way, int port) {
        String base = "http://127.0.0.1:" + port;
        Body.Builder settings = Body.builder()
                .put("timeoutMillis", 10_000)
                .put("absenceMillis", 30_000)
                .put("signIn", new Value.Bool(true));
        switch (way) {
            case SINGLE ->
                settings.put("transport", "single").put("url", base + "/fsi/api/rsfComIfsService/callService/x");
            case PATHS -> settings.put("transport", "paths").put("url", base + "/ebus/rio_fsi");
            default ->
                settings.put("transport", "oauth")
                        .put("url", base + "/mbs/fmi/fsi/api/callFsiService/callService/x")
                        .put(
                                "oauth",
                                Body.builder()
                                        .put("tokenUrl", base + "/auth/oauth/token")
                                        .put("clientId", CLIENT)
                                        .put("clientSecret", "client-secret")
                                        .put("username", "gateway")
                                        .put("passwordSecret", "password")
                                        .put("privateKeySecret", way == Way.OAUTH_SEALED ? "sm2-key" : "")
                                        .build());
        }
        if (way == Way.SINGLE || way == Way.PATHS) {
            settings.put(
                    "tif",
                    Body.builder()
                            .put("paasid", "wutong")
                            .put("tokenSecret", "tif-token")
                            .build());
        }
        if (signsAnswers(way)) {
            settings.put("answers", Body.of("publicKey", Value.text(ANSWERS.publicText())));
        }
        return settings.build();
    }

    static AdapterSpec spec(Way way, int port) {
        return AdapterSpec.of("changchun", "region-nhsa", "220100")
                .withSettings(settings(way, port))
                .withSecrets(Map.of(
                        "tif-token", Secret.of(TOKEN),
                        "client-secret", Secret.of(CLIENT_SECRET),
                        "password", Secret.of(PASSWORD),
                        "sm2-key", Secret.of(privateKey(KEY.getPrivate()))))
                .withAllowedHosts("127.0.0.1:" + port);
    }

    private static String privateKey(PrivateKey key) {
        return Base64.getEncoder().encodeToString(((ECPrivateKey) key).getS().toByteArray());
    }
}
