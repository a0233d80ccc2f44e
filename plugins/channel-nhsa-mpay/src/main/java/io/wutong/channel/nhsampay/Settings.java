package io.wutong.channel.nhsampay;

import io.wutong.spi.Body;
import io.wutong.spi.PluginServices;
import io.wutong.support.BadAnswer;
import io.wutong.support.Endpoints;
import io.wutong.support.Sm;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An application at a centre, with its keys read once.
 *
 * @param baseUrl scheme, host, port and whatever stands before {@code /org/local/api/hos}
 * @param states what the centre's own {@code ordStas} mean, where they are not the usual ones
 */
record Settings(String baseUrl, Wrapper wrapper, String idType, Map<String, Standing> states, long timeoutMillis) {

    private static final String USER_ID = "1234567812345678";

    /** @throws IllegalArgumentException says which setting, and what was expected */
    static Settings read(Body settings, PluginServices services) {
        if (settings.textOr("settlesAtHome", "false").equals("true")) {
            throw new IllegalArgumentException("settlesAtHome: 中心自行向参保地结算会与本网关的2207重复结算，不支持；请由经办关闭自动结算，"
                    + "或不用合单 (orders: separate) / a centre that settles at the home itself would settle twice");
        }
        Map<String, Standing> states = new HashMap<>();
        settings.body("orderStates")
                .fields()
                .forEach((code, value) -> states.put(
                        code,
                        Standing.named(settings.body("orderStates").textOr(code, ""))
                                .orElseThrow(() -> new IllegalArgumentException("orderStates." + code + ": unknown"))));
        String appId = settings.textOr("appId", "");
        if (appId.length() < Wrapper.KEY_CHARS) {
            throw new IllegalArgumentException("appId: at least 16 characters");
        }
        return new Settings(
                Endpoints.url("baseUrl", settings.textOr("baseUrl", "")),
                new Wrapper(
                        appId,
                        secret(settings, "appSecretSecret", services),
                        settings.textOr("version", "2.0.1"),
                        Sm.privateKey(secret(settings, "privateKeySecret", services)),
                        Sm.publicKey(secret(settings, "platformPublicKeySecret", services)),
                        settings.textOr("userId", USER_ID)),
                settings.textOr("idType", "01"),
                states,
                settings.text("timeoutMillis").map(Long::parseLong).orElse(6_000L));
    }

    Standing standing(String code) {
        return Optional.ofNullable(states.get(code))
                .or(() -> Standing.usual(code))
                .orElseThrow(() -> new BadAnswer("answer.ordStas"));
    }

    private static String secret(Body settings, String name, PluginServices services) {
        return services.secret(settings.textOr(name, "")).text().strip();
    }

    @Override
    public String toString() {
        return "Settings[" + baseUrl + "]";
    }
}
