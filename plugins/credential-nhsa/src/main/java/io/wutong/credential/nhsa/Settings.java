package io.wutong.credential.nhsa;

import io.wutong.spi.Body;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the configuration says.
 *
 * @param frontEndUrl where {@code ec.query} is asked; empty when e-vouchers are not read here
 * @param eVoucher the form of an e-voucher's text
 * @param operator who asks, as the front end knows them
 * @param deviceType {@code SelfService} at a self-service machine, else empty
 */
record Settings(
        Optional<String> frontEndUrl,
        Pattern eVoucher,
        Operator operator,
        String deviceType,
        String businessType,
        long timeoutMillis) {

    /** Operator and department, each with number and name. */
    record Operator(String operatorId, String operatorName, String officeId, String officeName) {}

    private static final String E_VOUCHER = "(?:424|ano)[0-9A-Za-z]{25}";

    static Settings read(Body settings) {
        return new Settings(
                settings.text("frontEndUrl"),
                Pattern.compile(settings.textOr("eVoucherPattern", E_VOUCHER)),
                new Operator(
                        settings.textOr("operatorId", "wutong"),
                        settings.textOr("operatorName", "结算网关"),
                        settings.textOr("officeId", ""),
                        settings.textOr("officeName", "")),
                settings.textOr("deviceType", ""),
                settings.textOr("businessType", "01101"),
                settings.text("timeoutMillis").map(Long::parseLong).orElse(3_000L));
    }
}
