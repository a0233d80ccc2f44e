package io.wutong.support.stay;

import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Fen;
import io.wutong.spi.Request;
import io.wutong.support.ShortId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a field map asks for: any name in the message's own node, {@code @name} among what is known besides it:
 * {@code @opter}; of the care {@code @psn_no @stay_no @med_type @diagnosis @diagnosis_name @admitted @discharged
 * @institution_name @ipt_otp_no} and the sums {@code @total @own_pay @over_limit @prior_pay @part_pay @in_scope}; and
 * what the dialect adds.
 */
public final class Names implements Function<String, Optional<String>> {

    private final Body node;
    private final Map<String, String> known = new HashMap<>();

    private Names(Body node) {
        this.node = node;
    }

    /** A call on behalf of a request. */
    public static Names of(Body node, Request request) {
        Names names = new Names(node).with("opter", request.opter());
        Care care = request.care();
        return care == null ? names : names.with(care);
    }

    private Names with(Care care) {
        return with("psn_no", care.psnNo())
                .with("stay_no", ShortId.of(care.mdtrtId()))
                .with("med_type", care.medType())
                .with("diagnosis", care.diagnosisCode())
                .with("diagnosis_name", care.diagnosisName())
                .with("admitted", care.admittedAt())
                .with("discharged", care.dischargedAt())
                .with("institution_name", care.fixmedinsName())
                .with("ipt_otp_no", care.iptOtpNo())
                .with("total", Fen.format(care.medfeeSumFen()))
                .with("own_pay", Fen.format(care.ownPayFen()))
                .with("over_limit", Fen.format(care.overLimitFen()))
                .with("prior_pay", Fen.format(care.priorSelfPayFen()))
                .with("part_pay", Fen.format(care.overLimitFen() + care.priorSelfPayFen()))
                .with("in_scope", Fen.format(care.inScopeFen()));
    }

    public Names with(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            known.put(name, value);
        }
        return this;
    }

    @Override
    public Optional<String> apply(String name) {
        return name.startsWith("@") ? Optional.ofNullable(known.get(name.substring(1))) : node.text(name);
    }
}
