package io.wutong.channel.nhsampay;

import io.wutong.host.AdapterSpec;
import io.wutong.simulator.mpay.Application;
import io.wutong.simulator.mpay.MobilePayCentre;
import io.wutong.simulator.national.Sm2Pair;
import io.wutong.spi.Body;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.Secret;
import io.wutong.spi.Value;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An application and its centre, keys of this run. */
final class Bench {

    static final String ID = "channel-nhsa-mpay";
    static final InsuranceOrder.Amounts AMOUNTS = new InsuranceOrder.Amounts(120_00, 30_00, 0, 50_00, 0, 0);

    final Sm2Pair application = Sm2Pair.make();
    final MobilePayCentre centre = new MobilePayCentre(
            new Application("1TESTAPPID00000000ABCD", "0123456789ABCDEF0123456789ABCDEF"),
            application.publicKey(),
            Clock.systemUTC());

    AdapterSpec spec(int port) {
        return AdapterSpec.of("mpay", ID, AdapterSpec.WHOLE_PROCESS)
                .withSettings(Body.builder()
                        .put("baseUrl", "http://127.0.0.1:" + port)
                        .put("appId", "1TESTAPPID00000000ABCD")
                        .put("appSecretSecret", "secret")
                        .put("privateKeySecret", "key")
                        .put("platformPublicKeySecret", "platform")
                        .build())
                .withSecrets(Map.of(
                        "secret", Secret.of("0123456789ABCDEF0123456789ABCDEF"),
                        "key", Secret.of(application.privateText()),
                        "platform", Secret.of(centre.platformPublicKey())))
                .withAllowedHosts("127.0.0.1:" + port);
    }

    static InsuranceOrder order(String serialNo, Instant created, @Nullable String opened) {
        return new InsuranceOrder(
                "321102" + serialNo,
                InsuranceOrder.Kind.CONSULTING_ROOM,
                serialNo,
                new InsuranceOrder.Authorised("", "AUTH" + serialNo, "119.455835,32.204409"),
                new InsuranceOrder.Payer("o1", "张示例", "321102190001010011"),
                "H32110200001",
                "镇江市示范人民医院",
                created,
                created.plusSeconds(900),
                AMOUNTS,
                "医保结算个人支付",
                "https://pay.example.org/callbacks/mpay",
                details("150.00", "50.00"),
                opened);
    }

    static Body details(String... yuan) {
        return Body.builder()
                .put("psnNo", "32110200000000000001")
                .put("insutype", "390")
                .put("begntime", "2026-10-30 08:40:00")
                .put("insuCode", "320115")
                .put("iptOtpNo", "MZ1")
                .put("deptCode", "A03.05")
                .put("deptName", "血液内科")
                .put("caty", "A03.05")
                .put("medType", "11")
                .put("feeType", "01")
                .put("psnSetlway", "01")
                .put("chrgBchno", "B0001")
                .put("mdtrtId", "M1")
                .put("pubHospRfomFlag", "0")
                .put(
                        "feedetailList",
                        List.of(yuan).stream()
                                .map(each -> Body.of("detItemFeeSumamt", new Value.Num(each)))
                                .toList())
                .build();
    }
}
