package io.wutong.simulator.unionpay;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.io.DigestOutputStream;
import org.bouncycastle.util.encoders.Hex;

/**
 * A settlement file that is longer than memory, and the answer with it: as Base64 it lies on the disk, the answer is
 * written around it, and what is signed is digested on the way.
 */
final class LongFile {

    private static final long ODD_MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final String CONTENT = "fileContent";

    private final Path content;
    private final String name;

    private LongFile(Path content, String name) {
        this.content = content;
        this.name = name;
    }

    /**
     * So many payments of one yuan, to orders {@code LONG} and eight digits.
     *
     * @param day as month and day
     * @param file takes the Base64 text
     */
    static LongFile make(int rows, String merId, String day, Path file) {
        Instant noon = Instant.parse("2026-" + day.substring(0, 2) + "-" + day.substring(2) + "T04:00:00Z");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                ZipOutputStream zip = new ZipOutputStream(
                        new DeflaterOutputStream(Base64.getEncoder().wrap(out)), Charset.forName("GBK"))) {
            zip.putNextEntry(new ZipEntry(FileMaker.details(day, merId)));
            for (int i = 0; i < rows; i++) {
                Map<String, String> request =
                        Map.of("txnType", "01", "orderId", String.format(Locale.ROOT, "LONG%08d", i));
                // numbers without a pattern, so that packing does not make the file small
                String queryId = String.format(Locale.ROOT, "70%019d", (i + 1L) * ODD_MULTIPLIER >>> 1);
                zip.write(FileMaker.line(new Transaction(request, queryId, "", 100, "00", noon), merId));
                zip.write('\r');
                zip.write('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LongFile(file, merId + "_" + day + ".zip");
    }

    /**
     * Writes the whole signed answer; blocks.
     *
     * @param to takes it
     */
    void answer(Map<String, String> fields, UnionPayKeys keys, Path to) {
        Map<String, String> named = new TreeMap<>(fields);
        named.put("fileName", name);
        named.put(CONTENT, "");
        Map<String, String> signed = keys.sign(named, UnionPayKeys.Signer.UNION_PAY, this::hexOfDigest);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
            write(signed, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] hexOfDigest(Map<String, String> fields) {
        SHA256Digest digest = new SHA256Digest();
        try (OutputStream out = new DigestOutputStream(digest)) {
            write(fields, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] sum = new byte[digest.getDigestSize()];
        digest.doFinal(sum, 0);
        return Hex.encode(sum);
    }

    private void write(Map<String, String> fields, OutputStream out) throws IOException {
        String between = "";
        for (Map.Entry<String, String> field : fields.entrySet()) {
            out.write((between + field.getKey() + "=" + field.getValue()).getBytes(StandardCharsets.UTF_8));
            if (field.getKey().equals(CONTENT)) {
                Files.copy(content, out);
            }
            between = "&";
        }
    }
}
