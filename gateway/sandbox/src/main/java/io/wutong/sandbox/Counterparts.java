package io.wutong.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.wutong.host.AdapterSpec;
import io.wutong.host.TlsSpec;
import io.wutong.simulator.alipay.AlipayKeys;
import io.wutong.simulator.alipay.AlipaySimulator;
import io.wutong.simulator.alipay.Shop;
import io.wutong.simulator.hunan.HunanLegacySystem;
import io.wutong.simulator.hunan.Insured;
import io.wutong.simulator.mpay.Application;
import io.wutong.simulator.mpay.MobilePayCentre;
import io.wutong.simulator.national.Sm2Pair;
import io.wutong.simulator.pool.BenefitRule;
import io.wutong.simulator.unionpay.UnionPayKeys;
import io.wutong.simulator.unionpay.UnionPaySimulator;
import io.wutong.simulator.voucher.EVoucherFrontEnd;
import io.wutong.simulator.voucher.Holder;
import io.wutong.simulator.wechat.Merchant;
import io.wutong.simulator.wechat.SecureFront;
import io.wutong.simulator.wechat.SimulatorKeys;
import io.wutong.simulator.wechat.WeChatPaySimulator;
import io.wutong.spi.Body;
import io.wutong.spi.Secret;
import io.wutong.spi.Value;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The systems that the plugins speak to, as simulators with their own code and keys. */
public final class Counterparts {

    static final String HUNAN_PERSON = "43042100000000000001";
    static final String HUNAN_CERTNO = "430421190001010029";
    static final String HUNAN_NAME = "李示范";
    static final String HUNAN_AREA = "430421";

    private static final String OUTSIDER = "W32000001";

    private static final String MOBILE_APP = "SANDBOXAPP0000000001";

    private final HunanLegacySystem hunan;
    private final WeChatPaySimulator weChat;
    private final AlipaySimulator alipay;
    private final UnionPaySimulator unionPay;
    private final EVoucherFrontEnd vouchers;
    private final Sm2Pair mobileKeys = Sm2Pair.make();
    private final String mobileSecret = random();
    private final MobilePayCentre mobile =
            new MobilePayCentre(new Application(MOBILE_APP, mobileSecret), mobileKeys.publicKey(), Clock.systemUTC());
    private final Dialects dialects;
    private final String hunanPassword;
    private int hunanPort;
    private int weChatPort;
    private int weChatSecurePort;
    private int alipayPort;
    private int unionPayPort;
    private int voucherPort;
    private int mobilePort;

    /** Made once: a dozen RSA keys take seconds. */
    private static final class Keys {
        static final AlipayKeys ALIPAY = new AlipayKeys(Clock.systemUTC());
        static final UnionPayKeys UNION_PAY = new UnionPayKeys(Clock.systemUTC());
        static final SecureFront WECHAT_FRONT = new SecureFront(Clock.systemUTC());
    }

    private Counterparts(
            HunanLegacySystem hunan,
            WeChatPaySimulator weChat,
            AlipaySimulator alipay,
            UnionPaySimulator unionPay,
            EVoucherFrontEnd vouchers,
            Dialects dialects,
            String hunanPassword) {
        this.hunan = hunan;
        this.weChat = weChat;
        this.alipay = alipay;
        this.unionPay = unionPay;
        this.vouchers = vouchers;
        this.dialects = dialects;
        this.hunanPassword = hunanPassword;
    }

    /** All but the rural scheme, which wants a database. */
    static Future<Counterparts> start(Vertx vertx) {
        return start(vertx, null);
    }

    /** By what every legacy system of the world pays. */
    static BenefitRule rule() {
        return new BenefitRule(
                100_000,
                7_000,
                15_000_000,
                List.of(new BenefitRule.Bracket(1_500_000, 6_000), new BenefitRule.Bracket(5_000_000, 7_000)),
                40_000_000);
    }

    private static String random() {
        byte[] random = new byte[12];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    static Future<Counterparts> start(Vertx vertx, @Nullable PgConnectOptions front) {
        String password = random();
        BenefitRule rule = rule();
        HunanLegacySystem hunan = HunanLegacySystem.builder(OUTSIDER, password, OUTSIDER)
                .person(new Insured(
                        HUNAN_PERSON,
                        HUNAN_CERTNO,
                        HUNAN_NAME,
                        "1",
                        "19000101",
                        "390",
                        HUNAN_AREA,
                        "51",
                        false,
                        "",
                        0,
                        rule))
                .build();
        // the channels call back over the sandbox's own TLS, whose authority lives for this run only
        HttpClientOptions callbacks = new HttpClientOptions().setTrustAll(true).setVerifyHost(false);
        List<Long> delays = List.of(50L, 100L, 200L, 400L, 800L, 1_600L);
        WeChatPaySimulator weChat =
                new WeChatPaySimulator(Merchant.SAMPLE, new SimulatorKeys(), Clock.systemUTC(), delays, callbacks);
        AlipaySimulator alipay =
                new AlipaySimulator(Shop.SAMPLE, Keys.ALIPAY, true, Clock.systemUTC(), delays, callbacks);
        UnionPaySimulator unionPay = new UnionPaySimulator(Keys.UNION_PAY, Clock.systemUTC(), delays, callbacks);
        EVoucherFrontEnd vouchers = new EVoucherFrontEnd(Clock.systemUTC());
        return Dialects.start(vertx, rule, password, front)
                .map(dialects -> new Counterparts(hunan, weChat, alipay, unionPay, vouchers, dialects, password))
                .compose(counterparts -> counterparts.listen(vertx));
    }

    private Future<Counterparts> listen(Vertx vertx) {
        return hunan.start(vertx)
                .onSuccess(port -> hunanPort = port)
                .compose(port -> weChat.start(vertx))
                .onSuccess(port -> weChatPort = port)
                .compose(port -> weChat.startSecure(vertx, Keys.WECHAT_FRONT))
                .onSuccess(port -> weChatSecurePort = port)
                .compose(port -> alipay.start(vertx))
                .onSuccess(port -> alipayPort = port)
                .compose(port -> unionPay.start(vertx))
                .onSuccess(port -> unionPayPort = port)
                .compose(port -> vouchers.start(vertx))
                .onSuccess(port -> voucherPort = port)
                .compose(port -> mobile.start(vertx))
                .onSuccess(port -> mobilePort = port)
                .map(this);
    }

    AdapterSpec hunanAdapter(String area) {
        return AdapterSpec.of("hunan-hengyang", "region-hunan-xml", area)
                .withSettings(Body.builder()
                        .put("url", "http://127.0.0.1:" + hunanPort + "/hygeia_esb/api/call.action")
                        .put("userid", OUTSIDER)
                        .put("passwordSecret", "password")
                        .put("akb020", OUTSIDER)
                        .put("aaa027", "430400")
                        .put("absenceMillis", 0)
                        .build())
                .withSecrets(Map.of("password", Secret.of(hunanPassword)))
                .withAllowedHosts("127.0.0.1:" + hunanPort);
    }

    AdapterSpec weChatPay() {
        Merchant merchant = weChat.merchant();
        return AdapterSpec.of("wechatpay", "channel-wechatpay", AdapterSpec.WHOLE_PROCESS)
                .withSettings(Body.builder()
                        .put("baseUrl", "http://127.0.0.1:" + weChatPort)
                        .put("mchid", merchant.mchid())
                        .put("appid", merchant.appid())
                        .put("serial", merchant.serial())
                        .put("privateKeySecret", "private-key")
                        .put("apiV3KeySecret", "api-v3-key")
                        .put("platformPublicKeyId", merchant.platformKeyId())
                        .put("platformPublicKeySecret", "platform-public-key")
                        .put("apiV2KeySecret", "api-v2-key")
                        .put("secureBaseUrl", "https://127.0.0.1:" + weChatSecurePort)
                        .put("medicalCityId", "321100")
                        .build())
                .withTls(new TlsSpec(
                        Buffer.buffer(Keys.WECHAT_FRONT.authorityPem()),
                        Buffer.buffer(Keys.WECHAT_FRONT.merchantCertificatePem()),
                        Buffer.buffer(Keys.WECHAT_FRONT.merchantKeyPem())))
                .withSecrets(Map.of(
                        "private-key", Secret.of(weChat.merchantPrivateKeyPem()),
                        "api-v3-key", Secret.of(merchant.apiV3Key()),
                        "api-v2-key", Secret.of(merchant.apiV2Key()),
                        "platform-public-key", Secret.of(weChat.platformPublicKeyPem())))
                .withAllowedHosts("127.0.0.1:" + weChatPort, "127.0.0.1:" + weChatSecurePort);
    }

    /** In certificate mode, contents encrypted. */
    AdapterSpec alipayAdapter() {
        return AdapterSpec.of("alipay", "channel-alipay", AdapterSpec.WHOLE_PROCESS)
                .withSettings(Body.builder()
                        .put("gatewayUrl", "http://127.0.0.1:" + alipayPort + AlipaySimulator.PATH)
                        .put("billBaseUrl", "http://127.0.0.1:" + alipayPort)
                        .put("appId", alipay.shop().appId())
                        .put("sellerId", alipay.shop().sellerId())
                        .put("creditProductCode", "GENERAL_WITHHOLDING")
                        .put("medical", Body.of("cityCode", Value.text("321100")))
                        .put("privateKeySecret", "app-key")
                        .put(
                                "certificates",
                                Body.builder()
                                        .put("appSecret", "app-certificate")
                                        .put("rootSecret", "roots")
                                        .put("alipaySecrets", List.of(Value.text("alipay-certificate")))
                                        .build())
                        .put("contentKeySecret", "content-key")
                        .build())
                .withSecrets(Map.of(
                        "app-key", Secret.of(alipay.keys().applicationPrivatePem()),
                        "app-certificate", Secret.of(alipay.keys().applicationCertificatePem()),
                        "roots", Secret.of(alipay.keys().rootCertificatesPem()),
                        "alipay-certificate", Secret.of(alipay.keys().alipayCertificatePem()),
                        "content-key", Secret.of(alipay.shop().contentKey())))
                .withAllowedHosts("127.0.0.1:" + alipayPort);
    }

    AdapterSpec unionPayAdapter() {
        return AdapterSpec.of("unionpay", "channel-unionpay", AdapterSpec.WHOLE_PROCESS)
                .withSettings(Body.builder()
                        .put("baseUrl", "http://127.0.0.1:" + unionPayPort)
                        .put("fileUrl", "http://127.0.0.1:" + unionPayPort + "/")
                        .put("merId", UnionPaySimulator.MER_ID)
                        .put("signKeySecret", "key")
                        .put("signCertificateSecret", "certificate")
                        .put("rootCertificateSecret", "root")
                        .put("middleCertificateSecret", "middle")
                        .build())
                .withSecrets(Map.of(
                        "key", Secret.of(unionPay.keys().merchantKeyPem()),
                        "certificate", Secret.of(unionPay.keys().merchantCertificatePem()),
                        "root", Secret.of(unionPay.keys().rootPem()),
                        "middle", Secret.of(unionPay.keys().middlePem())))
                .withAllowedHosts("127.0.0.1:" + unionPayPort);
    }

    /** 镇江's mobile-payment centre. */
    AdapterSpec mobilePay() {
        return AdapterSpec.of("mpay", "channel-nhsa-mpay", AdapterSpec.WHOLE_PROCESS)
                .withSettings(Body.builder()
                        .put("baseUrl", "http://127.0.0.1:" + mobilePort)
                        .put("appId", MOBILE_APP)
                        .put("appSecretSecret", "app-secret")
                        .put("privateKeySecret", "app-key")
                        .put("platformPublicKeySecret", "platform-key")
                        .build())
                .withSecrets(Map.of(
                        "app-secret", Secret.of(mobileSecret),
                        "app-key", Secret.of(mobileKeys.privateText()),
                        "platform-key", Secret.of(mobile.platformPublicKey())))
                .withAllowedHosts("127.0.0.1:" + mobilePort);
    }

    AdapterSpec credentials() {
        return AdapterSpec.of("credential-nhsa", "credential-nhsa", AdapterSpec.WHOLE_PROCESS)
                .withSettings(Body.builder()
                        .put("frontEndUrl", "http://127.0.0.1:" + voucherPort + EVoucherFrontEnd.PATH)
                        .build())
                .withAllowedHosts("127.0.0.1:" + voucherPort);
    }

    public Dialects dialects() {
        return dialects;
    }

    public HunanLegacySystem hunan() {
        return hunan;
    }

    public WeChatPaySimulator weChat() {
        return weChat;
    }

    public AlipaySimulator alipay() {
        return alipay;
    }

    public UnionPaySimulator unionPay() {
        return unionPay;
    }

    public MobilePayCentre mobilePayCentre() {
        return mobile;
    }

    /** The QR text of an e-voucher on the Hunan patient's telephone. */
    String hunanVoucher() {
        return vouchers.issue(new Holder(HUNAN_NAME, HUNAN_CERTNO, HUNAN_AREA));
    }

    Future<Void> stop() {
        return hunan.stop()
                .compose(done -> weChat.stop())
                .compose(done -> alipay.stop())
                .compose(done -> unionPay.stop())
                .compose(done -> vouchers.stop())
                .compose(done -> mobile.stop())
                .compose(done -> dialects.stop());
    }
}
