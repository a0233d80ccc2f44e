package io.wutong.region.hunan;

import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Fen;
import io.wutong.spi.Request;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a field map asks for: {@code @name} among what is known besides the message, any other name in the
 * message's own node.
 */
final class Names implements Function<String, Optional<String>> {

    private final Body node;
    private final Map<String, String> known = new HashMap<>();

    private Names(Body node) {
        this.node = node;
    }

    /** A call on behalf of a request. */
    static Names of(Body node, Request request, HunanConfig config) {
        Names names = new Names(node)
                .with("institution", config.institution())
                .with("pool", config.pool())
                .with("opter", request.opter());
        Care care = request.care();
        return care == null ? names : names.with(care);
    }

    private Names with(Care care) {
        return with("psn_no", care.psnNo())
                .with("stay_no", ShortId.of(care.mdtrtId()))
                .with("med_type", care.medType())
                .with("diagnosis", care.diagnosisCode())
                .with("diagnosis_name", care.diagnosisName())
                .with("total", Fen.format(care.medfeeSumFen()))
                .with("own_pay", Fen.format(care.ownPayFen()))
                .with("part_pay", Fen.format(care.overLimitFen() + care.priorSelfPayFen()))
                .with("in_scope", Fen.format(care.inScopeFen()));
    }

    Names with(String name, @Nullable String value) {
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
