package io.wutong.coverage;

import io.wutong.coverage.rules.Newborn;
import io.wutong.cure.RegionRules;
import io.wutong.exchange.Directory;
import io.wutong.exchange.Message;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the home knows of a person: a {@link Person} row's content, read.
 *
 * @param content {@code baseinfo}, {@code insuinfo}, {@code idetinfo}, {@code filings}, {@code designated}, {@code chronic}
 */
public record Insured(String node, String psnNo, Body content) {

    private static final int DATE_LENGTH = 10;
    private static final String SINCE = "psn_insu_date";

    /** With coverages that begin at birth where a newborn was insured in time, as the home's rule says. */
    public Insured fromBirth(Message message) {
        String birth = baseinfo().textOr("brdy", "");
        List<Body> rows = content.bodies("insuinfo");
        if (birth.isEmpty()
                || content.has("insuhist") // insured elsewhere before
                || rows.stream().allMatch(row -> row.textOr(SINCE, "").compareTo(birth) <= 0)) {
            return this;
        }
        Directory directory = message.directory();
        String rule = directory
                .rules()
                .of(directory.topology().areas(), message.envelope().homeArea(), RegionRules.NEWBORN);
        List<Value> from = new ArrayList<>(rows.size());
        for (Body row : rows) {
            String since = row.textOr(SINCE, "");
            String begins = Newborn.since(since, birth, rule);
            from.add(begins.equals(since) ? row : row.with(SINCE, Value.text(begins)));
        }
        return from.equals(rows) ? this : new Insured(node, psnNo, content.with("insuinfo", new Value.Items(from)));
    }

    /** {@code baseinfo} of 1101. */
    public Body baseinfo() {
        return content.body("baseinfo");
    }

    public List<Coverage> coverages() {
        List<Coverage> coverages = new ArrayList<>(1);
        for (Body row : content.bodies("insuinfo")) {
            coverages.add(Coverage.fromBody(row));
        }
        return coverages;
    }

    /** Identities that hold on a day ({@code psn_idet_type}): classes of persons in a policy. */
    public Set<String> identities(LocalDate day) {
        List<Body> rows = content.bodies("idetinfo");
        if (rows.isEmpty()) {
            return Set.of();
        }
        return rows.stream()
                .filter(row -> holds(row, day))
                .map(row -> row.textOr("psn_idet_type", ""))
                .filter(type -> !type.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean holds(Body row, LocalDate day) {
        return row.text("begntime").map(Insured::date).filter(day::isBefore).isEmpty()
                && row.text("endtime").map(Insured::date).filter(day::isAfter).isEmpty();
    }

    private static LocalDate date(String time) {
        return LocalDate.parse(time.substring(0, Math.min(DATE_LENGTH, time.length())));
    }

    /** Registered chronic diseases of the person file. */
    public List<Body> chronic() {
        return content.bodies("chronic");
    }

    /** Whether a chronic disease is registered on a day, in the person file or by a hospital. */
    public boolean registered(String disease, LocalDate day, List<HomeFiling> filed) {
        boolean inFile = chronic().stream()
                .filter(row -> row.textOr("opsp_dise_code", "").equals(disease))
                .anyMatch(row -> row.text("begndate")
                                .map(Insured::date)
                                .filter(day::isBefore)
                                .isEmpty()
                        && row.text("enddate")
                                .map(Insured::date)
                                .filter(day::isAfter)
                                .isEmpty());
        return inFile
                || HomeFiling.standing(filed, HomeFiling.Kind.CHRONIC).stream()
                        .anyMatch(filing -> filing.code().equals(disease) && filing.holds(day.toString()));
    }

    /** Filings for care away from home, of the person file and by hospitals. */
    public List<CareFiling> filings(List<HomeFiling> filed) {
        List<CareFiling> all = new ArrayList<>(filings());
        HomeFiling.standing(filed, HomeFiling.Kind.REFERRAL).forEach(filing -> all.add(CareFiling.referred(filing)));
        HomeFiling.standing(filed, HomeFiling.Kind.WIDENED).forEach(filing -> all.add(CareFiling.widened(filing)));
        return all;
    }

    /** Whether the person has chosen an institution, in the person file or by a filing that holds on a day. */
    public boolean hasChosen(String fixmedinsCode, LocalDate day, List<HomeFiling> filed) {
        if (hasChosen(fixmedinsCode)) {
            return true;
        }
        for (HomeFiling filing : HomeFiling.standing(filed, HomeFiling.Kind.DESIGNATED)) {
            if (filing.code().equals(fixmedinsCode) && filing.holds(day.toString())) {
                return true;
            }
        }
        return false;
    }

    /** Filings for care away from home. */
    public List<CareFiling> filings() {
        List<Body> rows = content.bodies("filings");
        return rows.isEmpty()
                ? List.of()
                : rows.stream().map(CareFiling::fromBody).toList();
    }

    /** Whether the person has chosen an institution. */
    public boolean hasChosen(String fixmedinsCode) {
        return content.get("designated") instanceof Value.Items items
                && items.values().contains(Value.text(fixmedinsCode));
    }

    /** The coverage of a kind, if there are several the one that covers a day; when the kind is empty, the first that does. */
    public Optional<Coverage> coverage(String insutype, String day) {
        Optional<Coverage> first = Optional.empty();
        for (Coverage coverage : coverages()) {
            boolean asked = coverage.insutype().equals(insutype);
            if ((asked || insutype.isEmpty()) && coverage.covers(day)) {
                return Optional.of(coverage);
            }
            if (asked && first.isEmpty()) {
                first = Optional.of(coverage);
            }
        }
        return first;
    }

    /**
     * The {@code output} of 1101.
     *
     * @param tallies of the person: what the accounts hold
     * @param day on which it is asked: what is paused later is active yet
     */
    public Body toOutput(List<CoverageTally> tallies, String day) {
        Value identities = content.get("idetinfo");
        return Body.builder()
                .put("baseinfo", baseinfo())
                .put(
                        "insuinfo",
                        coverages().stream()
                                .map(coverage -> coverage.holding(CoverageTally.of(tallies, node, psnNo, coverage)
                                                .accountFen())
                                        .toInsuinfo()
                                        .with("psn_insu_stas", Value.text(coverage.statusOn(day))))
                                .toList())
                .put("idetinfo", identities == null ? Value.Items.EMPTY : identities)
                .build();
    }

    @Override
    public String toString() {
        return "Insured[" + node + "]";
    }
}
