package io.wutong.simulator.mpay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wutong.simulator.national.Sm2Pair;
import io.wutong.simulator.pool.No;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Opens what an application has sealed, and seals what the centre answers. */
final class Envelope {

    /** Numbers keep their text: it is signed. */
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();
    private static final Set<String> UNSIGNED = Set.of("signData", "encData", "extra");
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final Application application;
    private final Sm2Pair platform;

    Envelope(Application application, Sm2Pair platform) {
        this.application = application;
        this.platform = platform;
    }

    /** The business object of a request whose signature holds. */
    ObjectNode open(String text, PublicKey applicationKey, Predicate<String> fresh) {
        ObjectNode outer = object(text);
        if (!outer.path("timestamp").asText().matches("[0-9]{14}")
                || !fresh.test(outer.path("timestamp").asText())) {
            throw new No("请求时间超出范围");
        }
        if (!outer.path("appId").asText().equals(application.appId())
                || !outer.path("encType").asText().equals("SM4")
                || !outer.path("signType").asText().equals("SM2")) {
            throw new No("应用或加密方式不符");
        }
        ObjectNode data = object(new String(
                sm4(Cipher.DECRYPT_MODE, HEX.parseHex(outer.path("encData").asText())), StandardCharsets.UTF_8));
        try {
            if (!Sm2Pair.verify(signed(outer, data), outer.path("signData").asText(), applicationKey)) {
                throw new No("验签失败");
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new No("验签失败");
        }
        return data;
    }

    String seal(String code, String message, boolean success, ObjectNode data, String timestamp, boolean rightKey) {
        ObjectNode outer = JsonNodeFactory.instance.objectNode();
        outer.put("code", code)
                .put("message", message)
                .put("success", success)
                .put("encType", "SM4")
                .put("signType", "SM2")
                .put("timestamp", timestamp);
        byte[] signed = signed(outer, data);
        outer.put(
                "encData",
                HEX.formatHex(sm4(Cipher.ENCRYPT_MODE, data.toString().getBytes(StandardCharsets.UTF_8))));
        outer.put("signData", (rightKey ? platform : Sm2Pair.make()).sign(signed));
        return outer.toString();
    }

    private byte[] signed(ObjectNode outer, ObjectNode data) {
        Map<String, String> sorted = new TreeMap<>();
        outer.fields().forEachRemaining(field -> {
            if (!UNSIGNED.contains(field.getKey()) && !empty(field.getValue())) {
                sorted.put(field.getKey(), field.getValue().asText());
            }
        });
        JsonNode plain = canonical(data);
        if (!empty(plain)) {
            sorted.put("data", plain.toString());
        }
        StringBuilder text = new StringBuilder();
        sorted.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('&'));
        return text.append("key=").append(application.appSecret()).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode canonical(JsonNode node) {
        if (node.isObject()) {
            ObjectNode out = JsonNodeFactory.instance.objectNode();
            Map<String, JsonNode> sorted = new TreeMap<>();
            node.fields().forEachRemaining(field -> sorted.put(field.getKey(), canonical(field.getValue())));
            sorted.forEach((name, value) -> {
                if (!empty(value)) {
                    out.set(name, value);
                }
            });
            return out;
        }
        if (node.isArray()) {
            ArrayNode out = JsonNodeFactory.instance.arrayNode();
            node.forEach(item -> out.add(canonical(item)));
            return out;
        }
        return node.isNull() ? node : JsonNodeFactory.instance.textNode(node.asText());
    }

    private static boolean empty(JsonNode node) {
        return node.isNull() || node.isTextual() && node.asText().isEmpty() || node.isContainerNode() && node.isEmpty();
    }

    private byte[] sm4(int mode, byte[] text) {
        try {
            return cipher(mode, sessionKey()).doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new No("解密失败");
        }
    }

    private byte[] sessionKey() throws GeneralSecurityException {
        byte[] id = Arrays.copyOf(application.appId().getBytes(StandardCharsets.US_ASCII), 16);
        byte[] wrapped =
                cipher(Cipher.ENCRYPT_MODE, id).doFinal(application.appSecret().getBytes(StandardCharsets.US_ASCII));
        return HEX.formatHex(wrapped).substring(0, 16).getBytes(StandardCharsets.US_ASCII);
    }

    private static Cipher cipher(int mode, byte[] key) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("SM4/ECB/PKCS5Padding", PROVIDER);
        cipher.init(mode, new SecretKeySpec(key, "SM4"));
        return cipher;
    }

    private static ObjectNode object(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new No("报文格式错误");
        }
        throw new No("报文格式错误");
    }
}
