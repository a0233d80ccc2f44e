package io.wutong.coverage;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A person at home: the current version of identity and coverages. The row is locked by whatever changes the person's
 * accumulators, so it always exists. The content is read once, however often a decision asks.
 */
public final class Person implements Row {

    private final String node;
    private final String psnNo;
    private final int version;
    private final String certHash;
    private final String content;
    private @Nullable Body read;

    /**
     * A row as it stands.
     *
     * @param node the home node
     * @param psnNo {@code psn_no}
     * @param version from 1; each import that changes something is one more
     * @param certHash HMAC-SM3 of the certificate number, for look-ups
     * @param content identity ({@code baseinfo}) and {@code insuinfo}, as one JSON text: personal data, written through
     *     the store's one codec
     */
    public Person(String node, String psnNo, int version, String certHash, String content) {
        this.node = node;
        this.psnNo = psnNo;
        this.version = version;
        this.certHash = certHash;
        this.content = content;
    }

    public String node() {
        return node;
    }

    public String psnNo() {
        return psnNo;
    }

    public int version() {
        return version;
    }

    public String certHash() {
        return certHash;
    }

    public String content() {
        return content;
    }

    private Body read() {
        Body known = read;
        if (known == null) {
            known = Json.read(content);
            read = known;
        }
        return known;
    }

    public static Key<Person> key(String node, String psnNo) {
        return Key.of(Person.class, node, psnNo);
    }

    /** The content of a row made from a person file: {@code baseinfo} and {@code insuinfo} as in 1101. */
    public static String content(Body baseinfo, List<Coverage> coverages) {
        return Json.writeText(Body.builder()
                .put("baseinfo", baseinfo)
                .put("insuinfo", coverages.stream().map(Coverage::toInsuinfo).toList())
                .build());
    }

    @Override
    public Key<Person> key() {
        return key(node, psnNo);
    }

    /** {@code baseinfo} of 1101. */
    public Body baseinfo() {
        return read().body("baseinfo");
    }

    public List<Coverage> coverages() {
        return read().bodies("insuinfo").stream()
                .map(Coverage::fromBody)
                .toList();
    }

    /** The coverage of a kind; when the kind is empty, the first active one. */
    public Optional<Coverage> coverage(String insutype) {
        return coverages().stream()
                .filter(c -> insutype.isEmpty() ? c.active() : c.insutype().equals(insutype))
                .findFirst();
    }

    /** The {@code output} of 1101. */
    public Body toOutput() {
        return Body.builder()
                .put("baseinfo", baseinfo())
                .put("insuinfo", coverages().stream().map(Coverage::toInsuinfo).toList())
                .put("idetinfo", Value.Items.EMPTY)
                .build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Person that
                && key().equals(that.key())
                && version == that.version
                && certHash.equals(that.certHash)
                && content.equals(that.content);
    }

    @Override
    public int hashCode() {
        return key().hashCode();
    }

    @Override
    public String toString() {
        return "Person[" + node + " v" + version + "]";
    }
}
