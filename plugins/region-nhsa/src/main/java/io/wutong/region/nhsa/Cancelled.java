package io.wutong.region.nhsa;

import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Fen;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import java.util.List;
import java.util.regex.Pattern;

/** A cancellation whose answer was lost: the settlement's amounts, kept since it was made, below zero. */
final class Cancelled {

    private static final Pattern AMOUNT_NAME =
            Pattern.compile("[a-z_]+(_amt|_pay|_sumamt|_payamt|_selfpay|_dedc|_part)");

    private Cancelled() {}

    /** What is remembered of a settlement: amounts by name, funds by type; nothing of the person. */
    static Body amounts(Body output) {
        Body.Builder kept = Body.builder();
        output.body("setlinfo").fields().forEach((name, value) -> {
            if (AMOUNT_NAME.matcher(name).matches()) {
                output.body("setlinfo").fen(name).ifPresent(fen -> kept.fen(name, fen));
            }
        });
        List<Body> funds = output.bodies("setldetail").stream()
                .map(line -> Body.builder()
                        .put("fund_pay_type", line.textOr("fund_pay_type", ""))
                        .fen("fund_payamt", line.fen("fund_payamt").orElse(0L))
                        .build())
                .toList();
        return kept.put("setldetail", funds).build();
    }

    static Body of(Request request, Body amounts, String original, String setlId) {
        Care care = request.care();
        Body.Builder setlinfo = Body.builder()
                .put("mdtrt_id", care == null ? "" : care.mdtrtId())
                .put("setl_id", setlId)
                .put("init_setl_id", original)
                .put("psn_no", care == null ? "" : care.psnNo())
                .put("setl_type", "2")
                .put("medins_setl_id", request.msgid());
        amounts.fields().forEach((name, value) -> {
            if (value instanceof Value.Num number) {
                setlinfo.fen(name, -Fen.parse(name, number.text()));
            }
        });
        List<Body> funds = amounts.bodies("setldetail").stream()
                .map(line -> line.with(
                        "fund_payamt", Value.fen(-line.fen("fund_payamt").orElse(0L))))
                .toList();
        return Body.builder()
                .put("setlinfo", setlinfo.build())
                .put("setldetail", funds)
                .build();
    }
}
