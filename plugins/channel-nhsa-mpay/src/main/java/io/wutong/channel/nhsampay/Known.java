package io.wutong.channel.nhsampay;

import static io.wutong.channel.nhsampay.Reading.given;

import io.wutong.spi.Body;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.Json;
import io.wutong.spi.PayPrompt;

/** An order at the centre, as its later calls name it. */
record Known(String payOrdId, String payToken) {

    static Known read(Body said) {
        return new Known(given(said, "payOrdId"), given(said, "payToken"));
    }

    PayPrompt prompt() {
        return new PayPrompt(
                PayPrompt.Kind.APP_PARAMETERS,
                Json.writeText(Body.builder()
                        .put("payOrdId", payOrdId)
                        .put("payToken", payToken)
                        .build()));
    }

    Body.Builder with(InsuranceOrder order) {
        return Body.builder()
                .put("payOrdId", payOrdId)
                .put("payToken", payToken)
                .put("orgCodg", order.institution());
    }
}
