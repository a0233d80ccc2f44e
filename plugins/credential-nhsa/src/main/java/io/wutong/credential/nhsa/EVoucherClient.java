package io.wutong.credential.nhsa;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Credential;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Scan;
import io.wutong.spi.Value;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks the e-voucher front end ({@code localQrCodeQuery}) whose code it is. A code is spent by being asked about, so
 * nothing is repeated here: after a time-out the patient shows a fresh code.
 *
 * <pre>
 *  200, code 0, idNo and ecToken        Succeeded
 *  200, another code                    Rejected: show a fresh code, or another credential
 *  200, code 0, something missing       Unknown
 *  other status, unreadable, time-out   Unknown (NotSent when it never left)
 * </pre>
 */
final class EVoucherClient {

    /** {@code idType} of a resident's identity number; numbers of other documents have no check digit. */
    private static final String RESIDENT = "01";

    private static final Set<String> NOTHING = Set.of("null", "");

    private final Settings settings;
    private final PluginServices services;

    EVoucherClient(Settings settings, PluginServices services) {
        this.settings = settings;
        this.services = services;
    }

    Future<Outcome<Credential>> query(String url, String code, Scan scan, CallContext context) {
        HttpCall call = new HttpCall(
                "POST",
                url,
                Map.of("Content-Type", "application/json; charset=utf-8", "Accept", "application/json"),
                Buffer.buffer(Json.write(request(code, scan))),
                Math.min(settings.timeoutMillis(), context.remainingMillis()));
        return services.http(call).map(this::judge).otherwise(CallFailure::outcomeOf);
    }

    Body request(String code, Scan scan) {
        Settings.Operator operator = settings.operator();
        Body data = Body.builder()
                .put("orgId", scan.fixmedinsCode())
                .put("businessType", businessType(scan.businessType()))
                .put("operatorId", operator.operatorId())
                .put("operatorName", operator.operatorName())
                .put("officeId", operator.officeId())
                .put("officeName", operator.officeName())
                .putIfGiven("deviceType", settings.deviceType())
                .put("ecQrCode", code)
                .build();
        return Body.builder()
                .put("data", data)
                .put("orgId", scan.fixmedinsCode())
                .put("transType", "ec.query")
                .build();
    }

    private String businessType(@Nullable String asked) {
        return asked == null ? settings.businessType() : asked;
    }

    private Outcome<Credential> judge(HttpReply reply) {
        if (reply.status() != 200) {
            return Outcome.unknown("http_" + reply.status());
        }
        try {
            Body answer = Json.read(reply.body().getBytes());
            String code = answer.textOr("code", "");
            if (code.equals("0")) {
                return credential(data(answer));
            }
            return code.isEmpty()
                    ? Outcome.unknown("answer.code")
                    : Outcome.rejected("E_VOUCHER_REFUSED", "医保电子凭证未通过核验,请刷新二维码后重扫,或改用社保卡、身份证");
        } catch (JsonException e) {
            return Outcome.unknown("answer_unreadable");
        }
    }

    /** An object, or the text of one: front ends do both. */
    private static Body data(Body answer) {
        return answer.get("data") instanceof Value.Text text ? Json.read(text.value()) : answer.body("data");
    }

    private Outcome<Credential> credential(Body data) {
        Optional<String> token = given(data, "ecToken");
        Optional<String> number = given(data, "idNo");
        if (token.isEmpty() || number.isEmpty()) {
            return Outcome.unknown(token.isEmpty() ? "answer.ecToken" : "answer.idNo");
        }
        if (RESIDENT.equals(data.textOr("idType", RESIDENT))) {
            number = IdNumber.normal(number.get(), LocalDate.now(services.clock()));
            if (number.isEmpty()) {
                return Outcome.unknown("answer.idNo");
            }
        }
        return Outcome.succeeded(new Credential(
                Credential.Kind.E_VOUCHER,
                "01",
                token.get(),
                null,
                number.get(),
                given(data, "userName").orElse(null),
                given(data, "insuOrg").filter(area -> area.matches("[0-9]{6}")).orElse(null)));
    }

    /** Some front ends write the text {@code null} for what they do not know. */
    private static Optional<String> given(Body data, String field) {
        return data.text(field).filter(text -> !NOTHING.contains(text));
    }
}
