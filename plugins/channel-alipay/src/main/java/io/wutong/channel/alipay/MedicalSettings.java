package io.wutong.channel.alipay;

import io.wutong.spi.Body;
import io.wutong.spi.InsuranceStatus.Part;
import io.wutong.spi.Value;
import io.wutong.support.BadAnswer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a city's contract says of the medical-insurance interfaces. Field names are attested, their values are not: each
 * value that an answer is judged by stands here.
 *
 * @param cityCode where the insurance is settled
 * @param productCode of the cash part's trade
 * @param miniAppId in which the patient pays; empty where the contract names none
 * @param successCodes {@code result_code} of what was done
 * @param refusedCodes {@code result_code} of an order that certainly was not taken; any other is unknown, and asked about
 * @param absentCodes {@code result_code} of an order that there is not
 * @param states what {@code medical_pay_status} says of the insurer's half
 * @param awaitsInsurer whether Alipay says that the insurer's half has gone back, and the cash waits for that
 */
record MedicalSettings(
        String cityCode,
        String productCode,
        Optional<String> miniAppId,
        List<String> successCodes,
        List<String> refusedCodes,
        List<String> absentCodes,
        Map<String, Part> states,
        boolean awaitsInsurer) {

    private static final Map<String, Part> USUAL =
            Map.of("WAIT_PAY", Part.OPEN, "SUCCESS", Part.PAID, "REFUND", Part.REFUNDED, "FAIL", Part.FAILED);

    private static final List<String> REFUSED = List.of(
            "PARAM_ILLEGAL", "AMOUNT_ILLEGAL", "TRADE_ILLEGAL", "AUTH_NO_USED", "MED_ORG_ORD_EXIST", "ORDER_CHANGED");

    /** Empty where the medical interfaces are not switched on. */
    static Optional<MedicalSettings> read(Body settings) {
        if (!settings.has("medical")) {
            return Optional.empty();
        }
        Body medical = settings.body("medical");
        Map<String, Part> states = new HashMap<>(USUAL);
        Body named = medical.body("payStates");
        named.fields()
                .forEach((code, value) ->
                        states.put(code, Part.valueOf(named.textOr(code, "").toUpperCase(Locale.ROOT))));
        return Optional.of(new MedicalSettings(
                medical.textOr("cityCode", ""),
                medical.textOr("productCode", "JSAPI_PAY"),
                medical.text("miniAppId"),
                texts(medical, "successCodes", List.of("SUCCESS")),
                texts(medical, "refusedCodes", REFUSED),
                texts(medical, "absentCodes", List.of("ORDER_NOT_EXIST")),
                Map.copyOf(states),
                !medical.textOr("awaitsInsurer", "true").equals("false")));
    }

    private static List<String> texts(Body medical, String name, List<String> otherwise) {
        return medical.get(name) instanceof Value.Items items
                ? items.values().stream()
                        .filter(Value.Text.class::isInstance)
                        .map(item -> ((Value.Text) item).value())
                        .toList()
                : otherwise;
    }

    Part state(String code) {
        Part part = states.get(code);
        if (part == null) {
            throw new BadAnswer("answer.medical_pay_status");
        }
        return part;
    }
}
