package io.wutong.app.config;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What single values must look like. A value that does not is recorded as a problem, and a harmless one returned. */
final class Rules {

    private static final int SECRET_BYTES_MAX = 64 * 1024;
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|\\[::1]");

    private Rules() {}

    /** A form with its two descriptions. */
    record Form(Pattern pattern, String zh, String en) {
        static Form of(String pattern, String zh, String en) {
            return new Form(Pattern.compile(pattern), zh, en);
        }
    }

    static final Form NAME = Form.of(
            "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", "1–63 个小写字母、数字或连字符", "1 to 63 lower-case letters, digits or hyphens");
    static final Form HOST = Form.of("[A-Za-z0-9.:_-]{1,253}", "主机名或 IP 地址", "a host name or an IP address");
    static final Form HOST_PORT =
            Form.of("[A-Za-z0-9._-]{1,253}:[0-9]{1,5}", "主机:端口", "host:port, for instance 10.0.0.8:8081");
    static final Form CALLER = Form.of("[!-~]{1,64}", "1–64 个可见 ASCII 字符", "1 to 64 visible ASCII characters");
    static final Form INSTITUTION =
            Form.of("[HP][0-9]{11}", "H 或 P 加 11 位数字", "an institution code: H or P and 11 digits");
    static final Form AREA = Form.of("[0-9]{6}", "6 位医保区划", "an area of six digits");
    static final Form SHORT_TEXT = Form.of("(?s).{1,200}", "1–200 个字符", "1 to 200 characters");

    static String text(Scalar scalar, Form form) {
        if (scalar.text() == null || !form.pattern().matcher(scalar.text()).matches()) {
            scalar.wrong(form.zh(), form.en());
            return "";
        }
        return scalar.text();
    }

    static String textOr(Scalar scalar, Form form, String otherwise) {
        return scalar.given() ? text(scalar, form) : otherwise;
    }

    static int integer(Scalar scalar, int min, int max, int otherwise) {
        String text = scalar.text();
        if (text == null) {
            return otherwise;
        }
        if (text.matches("[0-9]{1,10}")) {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return (int) value;
            }
        }
        scalar.wrong(min + "–" + max + " 的整数", "a whole number from " + min + " to " + max);
        return otherwise;
    }

    static boolean flag(Scalar scalar, boolean otherwise) {
        String text = scalar.text();
        if (text == null) {
            return otherwise;
        }
        if (!text.equals("true") && !text.equals("false")) {
            scalar.wrong("true 或 false", "true or false");
        }
        return text.equals("true");
    }

    /** A file that can be read. */
    static Path file(Source source, Scalar scalar) {
        if (scalar.text() == null) {
            scalar.wrong("文件路径", "the path of a file");
            return Path.of("");
        }
        Path path = source.resolve(scalar.text());
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            scalar.wrong("可读的文件(" + path + ")", "a file that can be read (" + path + ")");
        }
        return path;
    }

    /**
     * A secret, given in the file, in the environment, or in a file of its own; exactly one of them. The line feed at
     * the end of a file is no part of it.
     */
    static byte[] secret(Source source, Section section, String key, int bytesMin, int bytesMax) {
        Scalar inline = section.secret(key);
        Scalar file = section.scalar(key + "_file");
        if (inline.given() == file.given()) {
            inline.wrong(key + " 与 " + key + "_file 二者取一", "exactly one of " + key + " and " + key + "_file");
            return new byte[0];
        }
        byte[] bytes =
                inline.text() == null ? secretFile(source, file) : inline.text().getBytes(StandardCharsets.UTF_8);
        if (bytes.length < bytesMin || bytes.length > bytesMax) {
            (inline.given() ? inline : file)
                    .wrong(
                            bytesMin + "–" + bytesMax + " 字节的机密，现有 " + bytes.length + " 字节",
                            "a secret of " + bytesMin + " to " + bytesMax + " bytes; this has " + bytes.length);
        }
        return bytes;
    }

    /** The bytes of a file without its last line feed. */
    static byte[] secretFile(Source source, Scalar scalar) {
        Path path = file(source, scalar);
        try {
            if (!Files.isRegularFile(path)) {
                return new byte[0];
            }
            if (Files.size(path) > SECRET_BYTES_MAX) {
                scalar.wrong("不超过 64 KiB 的文件", "a file of at most 64 KiB");
                return new byte[0];
            }
            byte[] bytes = Files.readAllBytes(path);
            int length = bytes.length;
            while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
                length--;
            }
            return Arrays.copyOf(bytes, length);
        } catch (IOException e) {
            scalar.wrong("可读的文件", "a file that can be read");
            return new byte[0];
        }
    }

    static boolean loopback(String host) {
        if (!LOOPBACK.matcher(host).matches()) {
            return false;
        }
        // a literal or localhost: no name server is asked
        try {
            return host.equals("localhost") || InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }

    /** Refuses what stands twice. */
    static final class Unique {
        private final Map<String, Scalar> seen = new HashMap<>();

        void add(Scalar scalar) {
            Scalar before = scalar.text() == null ? null : seen.putIfAbsent(scalar.text(), scalar);
            if (before != null) {
                scalar.wrong(
                        "不重复的值(" + before.key() + " 已用)", "a value that stands once (" + before.key() + " has it too)");
            }
        }
    }
}
