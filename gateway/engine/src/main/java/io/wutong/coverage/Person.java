package io.wutong.coverage;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.util.List;
import java.util.Optional;

/**
 * A person at home: the current version of identity and coverages. The row is locked by whatever changes the person's
 * accumulators, so it always exists.
 *
 * @param node the home node
 * @param psnNo {@code psn_no}
 * @param version from 1; each import that changes something is one more
 * @param certHash HMAC-SM3 of the certificate number, for look-ups
 * @param content identity ({@code baseinfo}) and {@code insuinfo}, as one JSON text: personal data, written through
 *     the store's one codec
 */
public record Person(String node, String psnNo, int version, String certHash, String content) implements Row {

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
        return Json.read(content).body("baseinfo");
    }

    public List<Coverage> coverages() {
        return Json.read(content).bodies("insuinfo").stream()
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
    public String toString() {
        return "Person[" + node + " v" + version + "]";
    }
}
