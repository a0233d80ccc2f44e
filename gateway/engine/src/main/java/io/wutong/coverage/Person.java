package io.wutong.coverage;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    private static final List<String> MORE = List.of("idetinfo", "filings", "designated");
    private static final int DATE_LENGTH = 10;

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
     *     institutions that the person has chosen
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

    /** {@code baseinfo} of 1101. */
    public Body baseinfo() {
        return Json.read(content).body("baseinfo");
    }

    public List<Coverage> coverages() {
        return Json.read(content).bodies("insuinfo").stream()
                .map(Coverage::fromBody)
                .toList();
    }

    /** Identities that hold on a day ({@code psn_idet_type}): classes of persons in a policy. */
    public Set<String> identities(LocalDate day) {
        return Json.read(content).bodies("idetinfo").stream()
                .filter(row -> holds(row, day))
                .map(row -> row.textOr("psn_idet_type", ""))
                .filter(type -> !type.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean holds(Body row, LocalDate day) {
        return row.text("begntime").map(Person::date).filter(day::isBefore).isEmpty()
                && row.text("endtime").map(Person::date).filter(day::isAfter).isEmpty();
    }

    private static LocalDate date(String time) {
        return LocalDate.parse(time.substring(0, Math.min(DATE_LENGTH, time.length())));
    }

    /** Filings for care away from home. */
    public List<CareFiling> filings() {
        return Json.read(content).bodies("filings").stream()
                .map(CareFiling::fromBody)
                .toList();
    }

    /** Whether the person has chosen an institution. */
    public boolean hasChosen(String fixmedinsCode) {
        return Json.read(content).get("designated") instanceof Value.Items items
                && items.values().contains(Value.text(fixmedinsCode));
    }

    /** The coverage of a kind; when the kind is empty, the first active one. */
    public Optional<Coverage> coverage(String insutype) {
        return coverages().stream()
                .filter(c -> insutype.isEmpty() ? c.active() : c.insutype().equals(insutype))
                .findFirst();
    }

    /**
     * The {@code output} of 1101.
     *
     * @param tallies of the person: what the accounts hold
     */
    public Body toOutput(List<CoverageTally> tallies) {
        Value identities = Json.read(content).get("idetinfo");
        return Body.builder()
                .put("baseinfo", baseinfo())
                .put(
                        "insuinfo",
                        coverages().stream()
                                .map(coverage -> coverage.holding(CoverageTally.of(tallies, node, psnNo, coverage)
                                                .accountFen())
                                        .toInsuinfo())
                                .toList())
                .put("idetinfo", identities == null ? Value.Items.EMPTY : identities)
                .build();
    }

    @Override
    public String toString() {
        return "Person[" + node + " v" + version + "]";
    }
}
