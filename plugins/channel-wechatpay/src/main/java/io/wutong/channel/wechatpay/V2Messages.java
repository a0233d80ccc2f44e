package io.wutong.channel.wechatpay;

import io.wutong.support.BadAnswer;
import io.wutong.support.Xml;
import io.wutong.support.XmlException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The flat XML of version 2: {@code <xml><k>v</k>…</xml>}, signed by HMAC-SHA256 in upper-case hexadecimal over the
 * fields in the order of their names and the version 2 key behind them. Names stand once, nothing is nested, no DTD is
 * read; the algorithm is ours, never the message's.
 */
final class V2Messages {

    static final String SIGN = "sign";
    private static final String SIGN_TYPE = "HMAC-SHA256";
    private static final int FIELDS_MAX = 100;

    private V2Messages() {}

    /** @param fields without signature; {@code sign_type} and {@code sign} are added */
    static String write(Map<String, String> fields, byte[] key) throws GeneralSecurityException {
        Map<String, String> signed = new LinkedHashMap<>(fields);
        signed.put("sign_type", SIGN_TYPE);
        signed.put(SIGN, sign(signed, key));
        String document = Xml.element("xml").addAll(signed).build().write("UTF-8");
        return document.substring(document.indexOf("<xml>"));
    }

    static Map<String, String> read(String document) {
        Xml root;
        try {
            root = Xml.read(document);
        } catch (XmlException e) {
            throw new BadAnswer("answer_unreadable");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        for (Xml field : root.children()) {
            if (!field.children().isEmpty()
                    || fields.size() == FIELDS_MAX
                    || fields.putIfAbsent(field.name(), field.text()) != null) {
                throw new BadAnswer("answer_unreadable");
            }
        }
        return fields;
    }

    static boolean holds(Map<String, String> fields, byte[] key) throws GeneralSecurityException {
        byte[] said = fields.getOrDefault(SIGN, "").getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(sign(fields, key).getBytes(StandardCharsets.UTF_8), said);
    }

    /** What is signed, up to where the key follows. */
    static String signed(Map<String, String> fields) {
        return new TreeMap<>(fields)
                        .entrySet().stream()
                                .filter(field -> !field.getKey().equals(SIGN)
                                        && !field.getValue().isEmpty())
                                .map(field -> field.getKey() + "=" + field.getValue())
                                .collect(Collectors.joining("&"))
                + "&key=";
    }

    static String sign(Map<String, String> fields, byte[] key) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update(signed(fields).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac.doFinal(key)).toUpperCase(Locale.ROOT);
    }
}
