package io.wutong.coverage;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.util.List;

/**
 * A person at home: the current version of identity and coverages. The row is locked by whatever changes the person's
 * accumulators, so it always exists.
 *
 * @param node the home node
 * @param psnNo {@code psn_no}
 * @param version from 1; each import that changes something is one more
 * @param certHash HMAC-SM3 of the certificate number, for look-ups
 * @param content identity ({@code baseinfo}), {@code insuinfo} and what else the home knows, as one JSON text: personal data, written through
 *     the store's one codec
 */
public record Person(String node, String psnNo, int version, String certHash, String content) implements Row {

    private static final List<String> MORE = List.of("idetinfo", "filings", "designated", "chronic", "insuhist");

    public static Key<Person> key(String node, String psnNo) {
        return Key.of(Person.class, node, psnNo);
    }

    /** The content of a row made from a person file: {@code baseinfo} and {@code insuinfo} as in 1101. */
    public static String content(Body baseinfo, List<Coverage> coverages) {
        return content(baseinfo, coverages, Body.EMPTY);
    }

    /**
     * The same with what the home knows besides.
     *
     * @param more {@code idetinfo}: identities with their days; {@code filings}; {@code designated}: codes of the
     *     institutions that the person has chosen; {@code chronic}: registered chronic diseases with their days;
     *     {@code insuhist}: coverages of elsewhere before this one
     */
    public static String content(Body baseinfo, List<Coverage> coverages, Body more) {
        Body.Builder content = Body.builder()
                .put("baseinfo", baseinfo)
                .put("insuinfo", coverages.stream().map(Coverage::toBody).toList());
        MORE.forEach(name -> {
            Value value = more.get(name);
            if (value != null) {
                content.put(name, value);
            }
        });
        return Json.writeText(content.build());
    }

    @Override
    public Key<Person> key() {
        return key(node, psnNo);
    }

    /** The next version. */
    public Person changed(Body other) {
        return new Person(node, psnNo, version + 1, certHash, Json.writeText(other));
    }

    /** As a file states it, with what transfers have changed since: the row of before where that is the same. */
    public Person after(Person before) {
        Body stated = Json.read(content);
        Body known = Json.read(before.content);
        Body merged = Moves.over(known, stated);
        return merged.equals(stated)
                ? this
                : new Person(
                        node, psnNo, version, certHash, merged.equals(known) ? before.content : Json.writeText(merged));
    }

    /** Reads the content; once for each message. */
    public Insured read() {
        return new Insured(node, psnNo, Json.read(content));
    }

    @Override
    public String toString() {
        return "Person[" + node + " v" + version + "]";
    }
}
