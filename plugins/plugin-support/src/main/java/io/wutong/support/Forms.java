package io.wutong.support;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Forms ({@code application/x-www-form-urlencoded}), read strictly because a signature hangs on them: a name that stands
 * twice, a broken escape, bytes that are not of the charset and more than {@value #FIELDS_MAX} fields are refused.
 */
public final class Forms {

    public static final int FIELDS_MAX = 200;

    private Forms() {}

    /**
     * The fields in their order, decoded.
     *
     * @throws BadAnswer when it is no such form
     */
    public static Map<String, String> read(byte[] form, Charset charset) {
        Map<String, String> fields = new LinkedHashMap<>();
        if (form.length == 0) {
            return fields;
        }
        String text = new String(form, StandardCharsets.ISO_8859_1);
        for (String field : text.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals <= 0 || fields.size() >= FIELDS_MAX) {
                throw new BadAnswer("form.malformed");
            }
            String name = decode(field.substring(0, equals), charset);
            if (fields.putIfAbsent(name, decode(field.substring(equals + 1), charset)) != null) {
                throw new BadAnswer("form.duplicate");
            }
        }
        return fields;
    }

    public static String write(Map<String, String> fields, Charset charset) {
        StringBuilder out = new StringBuilder(512);
        fields.forEach((name, value) -> out.append(out.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, charset))
                .append('=')
                .append(URLEncoder.encode(value, charset)));
        return out.toString();
    }

    private static String decode(String escaped, Charset charset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(escaped.length());
        for (int at = 0; at < escaped.length(); at++) {
            char c = escaped.charAt(at);
            if (c == '%') {
                if (at + 2 >= escaped.length()) {
                    throw new BadAnswer("form.malformed");
                }
                bytes.write(digit(escaped.charAt(at + 1)) * 16 + digit(escaped.charAt(at + 2)));
                at += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        try {
            return Charsets.decode(bytes.toByteArray(), charset);
        } catch (CharsetException e) {
            throw new BadAnswer("form.charset");
        }
    }

    private static int digit(char c) {
        int digit = Character.digit(c, 16);
        if (digit < 0 || c > 'f') {
            throw new BadAnswer("form.malformed");
        }
        return digit;
    }
}
