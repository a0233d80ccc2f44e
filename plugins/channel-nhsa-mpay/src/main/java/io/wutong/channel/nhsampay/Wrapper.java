package io.wutong.channel.nhsampay;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.support.BadAnswer;
import io.wutong.support.Sm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/**
 * The wrapper of the national mobile interfaces: the business object SM4-encrypted under a key derived from application id
 * and secret, and an SM2 signature over the sorted outer parameters with the plain object, in one canonical text. Not for
 * the event loop.
 */
final class Wrapper {

    static final int KEY_CHARS = 16;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Set<String> UNSIGNED = Set.of("signData", "encData", "extra");

    private final String appId;
    private final String appSecret;
    private final String version;
    private final byte[] key;
    private final ECPrivateKeyParameters own;
    private final ECPublicKeyParameters platform;
    private final String userId;

    Wrapper(
            String appId,
            String appSecret,
            String version,
            ECPrivateKeyParameters own,
            ECPublicKeyParameters platform,
            String userId) {
        this.appId = appId;
        this.appSecret = appSecret;
        this.version = version;
        this.own = own;
        this.platform = platform;
        this.userId = userId;
        this.key = sessionKey(appId, appSecret);
    }

    static byte[] sessionKey(String appId, String appSecret) {
        byte[] id = Arrays.copyOf(appId.getBytes(StandardCharsets.US_ASCII), KEY_CHARS);
        byte[] wrapped = Sm.encrypt(appSecret.getBytes(StandardCharsets.US_ASCII), id);
        return HEX.formatHex(wrapped).substring(0, KEY_CHARS).getBytes(StandardCharsets.US_ASCII);
    }

    /** @param timestamp as the centre wants it */
    byte[] seal(Body data, String timestamp) {
        Body outer = Body.builder()
                .put("appId", appId)
                .put("encType", "SM4")
                .put("signType", "SM2")
                .put("timestamp", timestamp)
                .put("version", version)
                .build();
        return Json.write(Body.builder()
                .putAll(outer)
                .put("encData", encrypted(data))
                .put("signData", Sm.sign(signed(outer, data), own, userId))
                .build());
    }

    String encrypted(Body data) {
        return HEX.formatHex(Sm.encrypt(Json.write(data), key));
    }

    /**
     * What the centre says, once its signature has held.
     *
     * @throws BadAnswer when it is not the centre's
     */
    Opened open(byte[] bytes) {
        Body outer = Json.read(bytes);
        Body data;
        try {
            String wrapped = outer.textOr("encData", "");
            data = wrapped.isEmpty() ? Body.EMPTY : Json.read(Sm.decrypt(HEX.parseHex(wrapped), key));
        } catch (IllegalArgumentException e) {
            throw new BadAnswer("answer.encryption");
        }
        if (!Sm.verify(signed(outer, data), outer.textOr("signData", ""), platform, userId)) {
            throw new BadAnswer("answer.signature");
        }
        return new Opened(
                outer.textOr("success", "").equals("true"),
                outer.textOr("code", ""),
                outer.textOr("message", ""),
                data);
    }

    /** An answer of the centre's. */
    record Opened(boolean success, String code, String message, Body data) {}

    byte[] signed(Body outer, Body data) {
        Map<String, String> sorted = new TreeMap<>();
        outer.fields().forEach((name, value) -> {
            String text = outer.textOr(name, "");
            if (!UNSIGNED.contains(name) && !text.isEmpty()) {
                sorted.put(name, text);
            }
        });
        Body plain = canonical(data);
        if (!plain.fields().isEmpty()) {
            sorted.put("data", Json.writeText(plain));
        }
        StringBuilder text = new StringBuilder();
        sorted.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('&'));
        return text.append("key=").append(appSecret).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Names sorted, what is empty left out, every scalar a text. */
    private static Body canonical(Body body) {
        Map<String, Value> sorted = new TreeMap<>();
        body.fields().forEach((name, value) -> {
            Value plain = canonical(value);
            if (!empty(plain)) {
                sorted.put(name, plain);
            }
        });
        Body.Builder out = Body.builder();
        sorted.forEach(out::put);
        return out.build();
    }

    private static Value canonical(Value value) {
        if (value instanceof Body body) {
            return canonical(body);
        }
        if (value instanceof Value.Items items) {
            List<Value> out = new ArrayList<>();
            items.values().forEach(item -> out.add(canonical(item)));
            return new Value.Items(out);
        }
        if (value instanceof Value.Num number) {
            return Value.text(number.text());
        }
        return value instanceof Value.Bool flag ? Value.text(Boolean.toString(flag.value())) : value;
    }

    private static boolean empty(Value value) {
        return value instanceof Value.Null
                || value instanceof Value.Text text && text.value().isEmpty()
                || value instanceof Value.Items items && items.values().isEmpty()
                || value instanceof Body body && body.fields().isEmpty();
    }

    @Override
    public String toString() {
        return "Wrapper[" + appId + "]";
    }
}
