package io.wutong.simulator.wechat;

import java.time.Clock;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a merchant's {@code Authorization} header: scheme, merchant, serial, age, signature, and each nonce once. */
final class RequestGuard {

    private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048 ";
    private static final Pattern ITEM = Pattern.compile("\\G([a-z_]+)=\"([^\"]*)\"(?:,|$)");
    private static final long WINDOW_SECONDS = 300;

    private final Merchant merchant;
    private final SimulatorKeys keys;
    private final Clock clock;
    private final Map<String, Long> nonces = new HashMap<>();

    RequestGuard(Merchant merchant, SimulatorKeys keys, Clock clock) {
        this.merchant = merchant;
        this.keys = keys;
        this.clock = clock;
    }

    /** Empty when the request is the merchant's, else why not. */
    synchronized Optional<String> problem(@Nullable String authorization, String method, String uri, String body) {
        if (authorization == null || !authorization.startsWith(SCHEME)) {
            return Optional.of("Http头Authorization认证类型不正确");
        }
        Map<String, String> items = items(authorization.substring(SCHEME.length()));
        if (items.size() != 5
                || !merchant.mchid().equals(items.get("mchid"))
                || !merchant.serial().equals(items.get("serial_no"))) {
            return Optional.of("商户号或商户证书序列号有误");
        }
        String timestamp = items.getOrDefault("timestamp", "");
        String nonce = items.getOrDefault("nonce_str", "");
        long now = clock.instant().getEpochSecond();
        if (!timestamp.matches("[0-9]{1,12}") || Math.abs(now - Long.parseLong(timestamp)) > WINDOW_SECONDS) {
            return Optional.of("Http头Authorization中的timestamp与发起请求的时间不得超过5分钟");
        }
        String text = method + "\n" + uri + "\n" + timestamp + "\n" + nonce + "\n" + body + "\n";
        if (nonce.isEmpty() || !keys.merchantSigned(text, items.getOrDefault("signature", ""))) {
            return Optional.of("签名错误,请检查后再试");
        }
        return claim(nonce, now) ? Optional.empty() : Optional.of("随机串重复");
    }

    private boolean claim(String nonce, long now) {
        for (Iterator<Long> seen = nonces.values().iterator(); seen.hasNext(); ) {
            if (now - seen.next() > 2 * WINDOW_SECONDS) {
                seen.remove();
            }
        }
        return nonces.putIfAbsent(nonce, now) == null;
    }

    private static Map<String, String> items(String text) {
        Map<String, String> items = new HashMap<>();
        Matcher matcher = ITEM.matcher(text);
        int end = 0;
        while (matcher.find()) {
            items.put(matcher.group(1), matcher.group(2));
            end = matcher.end();
        }
        return end == text.length() ? items : Map.of();
    }
}
