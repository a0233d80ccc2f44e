package io.wutong.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class UnpackTest {
    private static final byte[] TEXT = "一二三".getBytes(StandardCharsets.UTF_8);

    private interface Packer {
        OutputStream of(OutputStream out) throws IOException;
    }

    private static byte[] packed(Packer packer, byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream packing = packer.of(out)) {
            packing.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] zip(Charset names, String name, byte[]... files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out, names)) {
            for (int i = 0; i < files.length; i++) {
                zip.putNextEntry(new ZipEntry(name + i));
                zip.write(files[i]);
            }
        }
        return out.toByteArray();
    }

    private static byte[] read(InputStream in) {
        try (in) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void bounded(Function<Long, byte[]> unpack) {
        assertThat(unpack.apply((long) TEXT.length)).isEqualTo(TEXT);
        assertThatThrownBy(() -> unpack.apply(TEXT.length - 1L)).hasMessage("x.too_long");
    }

    private static List<String> lines(byte[] archive, Predicate<String> wanted, long bytesMax) {
        ZipLines zip = Unpack.unzip("x", new ByteArrayInputStream(archive), Charsets.GBK, wanted, bytesMax);
        List<String> lines = new ArrayList<>();
        for (byte[] line = zip.next(); line != null; line = zip.next()) {
            lines.add(new String(line, Charsets.GBK));
        }
        return lines;
    }

    @Test
    void should_unpack_as_much_as_is_allowed_and_not_a_byte_more() throws IOException {
        byte[] gzip = packed(GZIPOutputStream::new, TEXT);
        byte[] zlib = packed(DeflaterOutputStream::new, TEXT);
        bounded(max -> read(Unpack.gunzip("x", new ByteArrayInputStream(gzip), max)));
        bounded(max -> read(Unpack.inflate("x", new ByteArrayInputStream(zlib), max)));
    }

    @Test
    void should_give_the_lines_of_the_wanted_files_and_count_all_of_them() throws IOException {
        byte[] one = "一\r\n二\n\n三".getBytes(Charsets.GBK);
        byte[] archive = zip(Charsets.GBK, "明细", one, one, one);
        assertThat(lines(archive, name -> !name.equals("明细1"), 3L * one.length))
                .containsExactly("一", "二", "", "三", "一", "二", "", "三");
        assertThatThrownBy(() -> lines(archive, name -> !name.equals("明细1"), 3L * one.length - 1))
                .hasMessage("x.too_long");
    }

    @Test
    void should_refuse_a_line_without_end() throws IOException {
        byte[] archive = zip(Charsets.GBK, "明细", new byte[80_000]);
        assertThatThrownBy(() -> lines(archive, name -> true, 1L << 20)).hasMessage("x.too_long");
    }

    @Test
    void should_refuse_when_it_is_not_what_it_should_be() {
        assertThatThrownBy(() -> read(Unpack.gunzip("x", new ByteArrayInputStream(TEXT), 100)))
                .hasMessage("x.gzip");
        assertThatThrownBy(() -> read(Unpack.inflate("x", new ByteArrayInputStream(TEXT), 100)))
                .hasMessage("x.deflate");
        assertThatThrownBy(() -> lines(TEXT, name -> true, 100)).hasMessage("x.zip");
    }
}
