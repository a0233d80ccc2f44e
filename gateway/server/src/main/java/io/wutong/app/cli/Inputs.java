package io.wutong.app.cli;

import io.wutong.app.cli.Failures.BadFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads what a command is given: files, {@code -} for standard input, secrets. */
final class Inputs {

    private static final int BYTES_MAX = 256 * 1024 * 1024;

    private Inputs() {}

    static byte[] bytes(Path file) throws BadFile {
        try {
            if (file.toString().equals("-")) {
                return System.in.readNBytes(BYTES_MAX);
            }
            if (Files.size(file) > BYTES_MAX) {
                throw new BadFile(file + ": 文件过大，上限 256 MiB · too large, 256 MiB at most");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadFile(file + ": 读不了 · cannot be read: " + e);
        }
    }

    /** Text in UTF-8, without a byte order mark; anything else is refused rather than mended. */
    static String text(Path file) throws BadFile {
        byte[] bytes = bytes(file);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new BadFile(file + ": 应为 UTF-8 · UTF-8 was expected");
        }
    }

    /** A secret's bytes, without the line feed at the end of its file. */
    static byte[] secret(Path file) throws BadFile {
        byte[] bytes = bytes(file);
        int length = bytes.length;
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        if (length == 0) {
            throw new BadFile(file + ": 是空的 · is empty");
        }
        return Arrays.copyOf(bytes, length);
    }
}
