package io.wutong.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
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

    private static void bounded(Function<Integer, byte[]> unpack) {
        assertThat(unpack.apply(TEXT.length)).isEqualTo(TEXT);
        assertThatThrownBy(() -> unpack.apply(TEXT.length - 1)).hasMessage("x.too_long");
    }

    @Test
    void should_unpack_as_much_as_is_allowed_and_not_a_byte_more() throws IOException {
        byte[] gzip = packed(GZIPOutputStream::new, TEXT);
        byte[] zlib = packed(DeflaterOutputStream::new, TEXT);
        bounded(max -> Unpack.gunzip("x", gzip, max));
        bounded(max -> Unpack.inflate("x", zlib, max));
    }

    @Test
    void should_count_all_files_of_an_archive_together() throws IOException {
        byte[] archive = zip(Charsets.GBK, "明细", TEXT, TEXT);
        assertThat(Unpack.unzip("x", archive, Charsets.GBK, 2 * TEXT.length)).containsOnlyKeys("明细0", "明细1");
        assertThatThrownBy(() -> Unpack.unzip("x", archive, Charsets.GBK, 2 * TEXT.length - 1))
                .hasMessage("x.too_long");
    }

    @Test
    void should_refuse_when_it_is_not_what_it_should_be() {
        assertThatThrownBy(() -> Unpack.gunzip("x", TEXT, 100)).hasMessage("x.gzip");
        assertThatThrownBy(() -> Unpack.inflate("x", TEXT, 100)).hasMessage("x.deflate");
        assertThatThrownBy(() -> Unpack.unzip("x", TEXT, Charsets.GBK, 100)).hasMessage("x.zip");
    }
}
