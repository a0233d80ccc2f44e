package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cases.CaseText;
import io.wutong.exchange.Message;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Value;
import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import io.wutong.topology.Level;
import io.wutong.topology.Node;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * FIL-AREA-001 at a home whose legacy system compares by equality: the filing for the province that stands there, and
 * the one for the city that is derived from it with the same validity.
 */
public final class LegacyFiling {

    private static final int DATE_LENGTH = 10;
    private static final String AREA = "mdtrtarea_admdvs";
    /** What the home gives a filing itself. */
    private static final Set<String> THEIRS = Set.of("trt_dcla_detl_sn", "dcla_souc", "out_flag", "refl_fil_type");

    private final Body wide;
    private final Area from;
    private final Area unit;

    private LegacyFiling(Body wide, Area from, Area unit) {
        this.wide = wide;
        this.from = from;
        this.unit = unit;
    }

    /**
     * The one above the place of care that holds on admission.
     *
     * @param list answer to 5304
     */
    public static Optional<LegacyFiling> above(Message message, Care care, Body list) {
        Areas areas = message.directory().topology().areas();
        return areas.upwards(care.institutionArea()).stream()
                .filter(area -> area.level() == Level.CITY)
                .findFirst()
                .flatMap(city -> list.bodies("refmedin").stream()
                        .filter(filing -> holds(filing, day(care)))
                        .flatMap(filing -> areas.find(filing.textOr(AREA, "")).stream()
                                .filter(area -> above(areas, area, city))
                                .map(area -> new LegacyFiling(filing, area, city)))
                        .findFirst());
    }

    private static boolean above(Areas areas, Area area, Area city) {
        return !area.equals(city) && area.level() != Level.NATION && areas.covers(area.code(), city.code());
    }

    private static String day(Care care) {
        String at = care.admittedAt();
        return at.substring(0, Math.min(DATE_LENGTH, at.length()));
    }

    private static boolean holds(Body filing, String day) {
        String end = filing.textOr("enddate", "");
        return filing.textOr("begndate", "").compareTo(day) <= 0 && (end.isEmpty() || day.compareTo(end) <= 0);
    }

    /** 2501's input for the city. */
    public Body forCity(Care care) {
        Body.Builder filing = Body.builder();
        wide.fields().forEach((name, value) -> {
            if (!THEIRS.contains(name)) {
                filing.put(name, value);
            }
        });
        return Body.of(
                "refmedin",
                filing.build()
                        .with("psn_no", Value.text(care.psnNo()))
                        .with(AREA, Value.text(unit.code()))
                        .with("reflin_medins_no", Value.text(care.fixmedinsCode()))
                        .with("reflin_medins_name", Value.text(care.fixmedinsName())));
    }

    /** The case that watches until the stay is settled. */
    public List<Row> noted(Message message, Node home, Care care, Body made) {
        return CaseNotes.found(
                        null,
                        home.id(),
                        Case.FILING_AREA,
                        care.mdtrtId(),
                        CaseText.of("filing.too_wide", from.name(), unit.name()),
                        Body.builder()
                                .put("psn_no", care.psnNo())
                                .put("home_area", message.envelope().homeArea())
                                .put("care_area", care.institutionArea())
                                .put("fixmedins_code", care.fixmedinsCode())
                                .build(),
                        message.receivedAt())
                .step(CaseText.of(
                        "filing.widened", unit.name(), made.body("result").textOr("trt_dcla_detl_sn", "")))
                .step(CaseText.of("filing.sent_again", message.infno()))
                .next(WatchVisit.FIRST_LOOK)
                .rows();
    }

    /** What the hospital is told. */
    public String told() {
        return CaseText.zh(CaseText.of("filing.widened_told", from.name(), unit.name()));
    }
}
