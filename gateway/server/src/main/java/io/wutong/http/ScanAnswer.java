package io.wutong.http;

import io.wutong.benefit.rules.Filing;
import io.wutong.coverage.CareFiling;
import io.wutong.coverage.FilingMatch;
import io.wutong.cure.RegionRules;
import io.wutong.exchange.Directory;
import io.wutong.spi.Body;
import io.wutong.spi.Credential;
import io.wutong.spi.Value;
import io.wutong.topology.Areas;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a window is told of who stands there: person, coverages, filings, what is still needed here, and the next step. A
 * home that does not say its filings leaves that open.
 */
final class ScanAnswer {

    private static final Map<String, String> TYPES = Map.of(
            Filing.LONG_TERM, "异地长期居住",
            Filing.REFERRED, "转诊",
            Filing.EMERGENCY, "急诊",
            Filing.OTHER, "其他临时外出");

    private final Directory directory;
    private final String careArea;
    private final LocalDate today;
    private final Body found;

    /** @param found the output of 1101 */
    ScanAnswer(Directory directory, String careArea, LocalDate today, Body found) {
        this.directory = directory;
        this.careArea = careArea;
        this.today = today;
        this.found = found;
    }

    Body body(Credential credential) {
        Body base = found.body("baseinfo");
        List<Body> active = active();
        List<Body> needed = active.isEmpty() ? List.of() : needed(active);
        String next = active.isEmpty() ? "manual" : needed.isEmpty() ? "register" : next(needed);
        Body.Builder answer = Body.builder()
                .put("success", new Value.Bool(true))
                .put("credential", credential.kind().name())
                .put("psn_no", base.textOr("psn_no", ""))
                .put("psn_name", Masks.name(base.textOr("psn_name", "")))
                .put("certno", Masks.certno(base.textOr("certno", "")))
                .put(
                        "coverages",
                        found.bodies("insuinfo").stream().map(this::coverage).toList());
        if (found.has("filinfo")) {
            answer.put(
                    "filings",
                    found.bodies("filinfo").stream().map(this::filing).toList());
        }
        return answer.put("needed", needed)
                .put("next", next)
                .put("next_zh", text(next, needed))
                .build();
    }

    private List<Body> active() {
        return found.bodies("insuinfo").stream().filter(ScanAnswer::isActive).toList();
    }

    private static boolean isActive(Body coverage) {
        return coverage.textOr("psn_insu_stas", "").equals("1");
    }

    private Body coverage(Body row) {
        String area = row.textOr("insuplc_admdvs", "");
        return Body.builder()
                .put("insutype", row.textOr("insutype", ""))
                .put("area", area)
                .put("area_name", areas().fullName(area))
                .put("active", new Value.Bool(isActive(row)))
                .build();
    }

    private Body filing(Body row) {
        String area = row.textOr("area", "");
        return row.with("area_name", Value.text(areas().fullName(area)))
                .with("type_zh", Value.text(TYPES.getOrDefault(row.textOr("type", ""), "")));
    }

    private List<Body> needed(List<Body> active) {
        List<Body> needed = new ArrayList<>();
        Set<String> homes =
                active.stream().map(row -> row.textOr("insuplc_admdvs", "")).collect(Collectors.toSet());
        if (homes.size() > 1) {
            needed.add(need("coverage", "有多个参保地，请与患者确认按哪一地办理"));
        }
        String home = active.get(0).textOr("insuplc_admdvs", "");
        if (homes.size() == 1
                && found.has("filinfo")
                && areas().has(home)
                && !match(home).filed()) {
            needed.add(need(
                    required() ? "filing" : "filing_later",
                    "没有到" + areas().fullName(match(home).unit()) + "的备案，"
                            + (required() ? "参保地要求备案后结算，请先办理备案" : "可先登记，结算前可补办备案")));
        }
        return needed;
    }

    private boolean required() {
        return found.textOr("filing_required", "").equals("1");
    }

    private FilingMatch match(String home) {
        return FilingMatch.of(
                found.bodies("filinfo").stream().map(CareFiling::fromBody).toList(),
                areas(),
                careArea,
                home,
                today,
                directory.rules().is(areas(), careArea, RegionRules.FILED_TO, "province"));
    }

    private static Body need(String code, String zh) {
        return Body.builder().put("code", code).put("zh", zh).build();
    }

    private static String next(List<Body> needed) {
        return switch (needed.get(0).textOr("code", "")) {
            case "coverage" -> "choose_coverage";
            case "filing" -> "file";
            default -> "register";
        };
    }

    private static String text(String next, List<Body> needed) {
        if (next.equals("manual")) {
            return "参保状态不正常，请联系参保地经办机构";
        }
        return needed.isEmpty() ? "可办理登记" : needed.get(0).textOr("zh", "");
    }

    private Areas areas() {
        return directory.topology().areas();
    }
}
