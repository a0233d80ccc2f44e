package io.wutong.coverage;

import io.wutong.benefit.rules.Filing;
import io.wutong.spi.Body;
import io.wutong.topology.Areas;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A filing for care away from home, as the home has it: where a person may be treated and under which class.
 *
 * @param type one of {@link Filing}'s names, but for {@code local} and {@code unfiled}
 * @param area where it holds: a province, a city or a county, and all below it
 * @param from first day
 * @param to last day; null for no end
 * @param no its number; {@code ""} when it has none
 * @param chain the referral chain that it belongs to; {@code ""} when none
 */
public record CareFiling(
        String type, String area, LocalDate from, @Nullable LocalDate to, String no, String chain) {

    /** The most favourable first (domain reference §4.12). */
    private static final List<String> ORDER =
            List.of(Filing.LONG_TERM, Filing.REFERRED, Filing.EMERGENCY, Filing.OTHER);

    /**
     * The filing that counts for a stay. Admitted within its days, a patient stays under it until discharge; an area is
     * found among those above the place of care, never by equality.
     */
    public static Optional<CareFiling> find(
            List<CareFiling> filings, Areas areas, String careArea, LocalDate admitted) {
        return filings.isEmpty()
                ? Optional.empty()
                : filings.stream()
                        .filter(filing -> filing.holds(admitted) && areas.covers(filing.area, careArea))
                        .min(Comparator.comparingInt(filing -> ORDER.indexOf(filing.type)));
    }

    boolean holds(LocalDate day) {
        return !day.isBefore(from) && (to == null || !day.isAfter(to));
    }

    /** A filing for less than this one, made of it: of the same class and the same days. */
    static CareFiling widened(HomeFiling filing) {
        Body said = filing.said();
        return new CareFiling(
                said.textOr("type", ""),
                filing.code(),
                LocalDate.parse(filing.from()),
                filing.to().isEmpty() ? null : LocalDate.parse(filing.to()),
                filing.sn(),
                said.textOr("chain", ""));
    }

    /** A referral that a hospital has filed: it holds where the patient goes. */
    static CareFiling referred(HomeFiling filing) {
        return new CareFiling(
                Filing.REFERRED,
                filing.said().textOr("mdtrtarea_admdvs", ""),
                LocalDate.parse(filing.from()),
                filing.to().isEmpty() ? null : LocalDate.parse(filing.to()),
                filing.sn(),
                "");
    }

    /** As {@link #fromBody} reads it. */
    Body toBody() {
        return Body.builder()
                .put("type", type)
                .put("area", area)
                .put("begndate", from.toString())
                .put("enddate", to == null ? "" : to.toString())
                .put("no", no)
                .build();
    }

    /**
     * Reads a row of a person file.
     *
     * @throws IllegalArgumentException naming the field
     */
    public static CareFiling fromBody(Body body) {
        String type = body.textOr("type", "");
        if (!ORDER.contains(type)) {
            throw new IllegalArgumentException("filings.type: " + type);
        }
        return new CareFiling(
                type,
                body.textOr("area", ""),
                LocalDate.parse(body.textOr("begndate", "")),
                body.text("enddate").map(LocalDate::parse).orElse(null),
                body.textOr("no", ""),
                body.textOr("chain", ""));
    }
}
