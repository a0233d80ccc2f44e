package io.wutong.region.guangdong;

import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Request;
import io.wutong.support.Dates;
import io.wutong.support.FieldMap;
import io.wutong.support.Xml;
import io.wutong.support.stay.Names;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.Step;
import io.wutong.support.stay.Summary;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes inputs by the tables in {@code maps/}: the common head, then what the transaction adds. */
final class Inputs {

    private static final FieldMap HEAD = FieldMap.load(Inputs.class, "maps/head.csv");
    private static final FieldMap REGISTER = FieldMap.load(Inputs.class, "maps/0212.csv");
    private static final FieldMap DISCHARGE = FieldMap.load(Inputs.class, "maps/0215.csv");
    private static final FieldMap ROW = FieldMap.load(Inputs.class, "maps/0301-row.csv");

    private final GuangdongConfig config;
    private final Platform platform;

    Inputs(GuangdongConfig config, Platform platform) {
        this.config = config;
        this.platform = platform;
    }

    Map<String, String> head(Names names) {
        return HEAD.fields(names);
    }

    Map<String, String> head(Step step) {
        return head(names(Body.EMPTY, step));
    }

    Map<String, String> registration(Step step) {
        return with(step, REGISTER, step.input("mdtrtinfo"));
    }

    Map<String, String> discharge(Step step) {
        return with(step, DISCHARGE, step.input("data"));
    }

    Map<String, String> totals(Step step) {
        return with(step, config.flavour().totals(), step.input("data"));
    }

    /** A rollback names the call that it undoes. */
    Map<String, String> rollback(Step step, String transid) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("otransid", transid);
        fields.putAll(head(step));
        fields.put("aae011", step.request().opter());
        fields.put("aae036", Dates.d8(platform.now()));
        return fields;
    }

    /** Rows that stand for the split sums. */
    List<Xml> rows(Step step, List<Summary.Row> sums) {
        return sums.stream()
                .map(sum -> Xml.element("row")
                        .addAll(ROW.fields(names(Body.EMPTY, step)
                                .with("item", sum.kind().code())
                                .with("item_name", sum.kind().title())
                                .with("amount", Fen.format(sum.fen()))))
                        .build())
                .toList();
    }

    /** The day the patient left, today while nobody has said. */
    String until(Step step) {
        String end = step.care().dischargedAt();
        return end == null ? Dates.dt19(platform.now()) : end;
    }

    private Map<String, String> with(Step step, FieldMap map, Body node) {
        Names names = names(node, step);
        Map<String, String> fields = new LinkedHashMap<>(HEAD.fields(names));
        fields.putAll(map.fields(names));
        return fields;
    }

    private Names names(Body node, Step step) {
        return names(node, step.request())
                .with("visit_no", step.state().visitNo())
                .with("until", until(step))
                .with("days", days(step))
                .with("dscg_way", step.state().text(StayState.DSCG_WAY).orElse(null));
    }

    /** Null where nothing is known of the stay but its number, as when a day is compared. */
    private @Nullable String days(Step step) {
        String from = step.care().admittedAt();
        if (from.isEmpty()) {
            return null;
        }
        long days = ChronoUnit.DAYS.between(
                Dates.parse(from).toLocalDate(), Dates.parse(until(step)).toLocalDate());
        return Long.toString(Math.max(1, days));
    }

    Names names(Body node, Request request) {
        return Names.of(node, request)
                .with("care_area", request.careArea())
                .with("home_area", request.homeArea())
                .with("branch", config.branch())
                .with("home_branch", config.homeBranch())
                .with("institution", config.institution().isEmpty() ? request.fixmedinsCode() : config.institution())
                .with("msgid", request.msgid())
                .with("now", Dates.dt19(platform.now()));
    }
}
