package io.wutong.region.shanghai;

import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Fen;
import io.wutong.spi.Value;
import io.wutong.support.Dates;
import io.wutong.support.FieldMap;
import io.wutong.support.stay.Names;
import io.wutong.support.stay.Step;
import io.wutong.support.stay.Summary;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Writes the contents of messages by the tables in {@code maps/}. */
final class Contents {

    /** Remembered: the bill that the rows lie in, and the person's flag that every message repeats. */
    static final String BILL = "mxzdh";

    static final String SPECIAL = "personspectag";

    private static final FieldMap REGISTER = FieldMap.load(Contents.class, "maps/SJ11.csv");
    private static final FieldMap ROWS = FieldMap.load(Contents.class, "maps/SN01.csv");
    private static final FieldMap ROW = FieldMap.load(Contents.class, "maps/SN01-row.csv");
    private static final FieldMap SETTLE = FieldMap.load(Contents.class, "maps/SI51.csv");

    private final ShanghaiConfig config;
    private final FrontMachine machine;

    Contents(ShanghaiConfig config, FrontMachine machine) {
        this.config = config;
        this.machine = machine;
    }

    Body.Builder card(Step step) {
        return Body.builder()
                .put("cardtype", config.cardtypeOfNumber())
                .put("carddata", step.care().psnNo());
    }

    /** Our number of the stay, which the front machine knows as the inpatient number. */
    String stayNo(Step step) {
        return names(Body.EMPTY, step).apply("@stay_no").orElse("");
    }

    Body registration(Step step) {
        return filled(REGISTER.body(names(step.input("mdtrtinfo"), step))).with("zdnos", diagnoses(step.care()));
    }

    /** Rows that stand for the split sums: what is in the scheme, and what of it the funds share in. */
    Body rows(Step step, List<Summary.Row> sums) {
        List<Value> rows = new ArrayList<>();
        for (Summary.Row sum : sums) {
            boolean shared = sum.kind() == Summary.Kind.IN_SCOPE;
            boolean inScheme = shared || sum.kind() == Summary.Kind.PRIOR_SELF_PAY;
            rows.add(filled(ROW.body(names(Body.EMPTY, step)
                    .with("row", Integer.toString(rows.size() + 1))
                    .with("item", sum.kind().code())
                    .with("item_name", sum.kind().title())
                    .with("amount", Fen.format(sum.fen()))
                    .with("in_scheme", Fen.format(inScheme ? sum.fen() : 0))
                    .with("shared", Fen.format(shared ? sum.fen() : 0))
                    .with("covered", inScheme ? "1" : "0")
                    .with("today", Dates.d8(machine.now())))));
        }
        return filled(ROWS.body(names(Body.EMPTY, step))).with("mxxms", new Value.Items(rows));
    }

    /** SI51; with the trial's number SI52. */
    Body bill(Step step) {
        Care care = step.care();
        String end = care.dischargedAt();
        String until = end == null ? Dates.dt19(machine.now()) : end;
        long days = ChronoUnit.DAYS.between(
                Dates.parse(care.admittedAt()).toLocalDate(), Dates.parse(until).toLocalDate());
        Body totals = Body.builder()
                .put(BILL, step.state().text(BILL).orElse(""))
                .fen("totalexpense", Amounts.total(care))
                .fen("ybjsfwfyze", Amounts.inScheme(care))
                .fen("fybjsfwfyze", Amounts.outside(care))
                .build();
        return filled(SETTLE.body(names(step.input("data"), step)
                        .with("until", until)
                        .with("special", step.state().text(SPECIAL).orElse("0"))
                        .with("days", Long.toString(Math.max(1, days)))
                        .with("last", config.discharged())))
                .with("zdnos", diagnoses(care))
                .with("mxzdhs", new Value.Items(List.of(totals)));
    }

    private static Value.Items diagnoses(Care care) {
        String code = care.diagnosisCode();
        String name = care.diagnosisName();
        return code == null
                ? Value.Items.EMPTY
                : new Value.Items(List.of(Body.builder()
                        .put("zdno", code)
                        .put("zdmc", name == null ? "" : name)
                        .build()));
    }

    private Names names(Body node, Step step) {
        return Names.of(node, step.request())
                .with("cardtype", config.cardtypeOfNumber())
                .with("unit", step.state().visitNo());
    }

    /** What is not given is written as {@code ""} in this dialect, never as null. */
    private static Body filled(Body content) {
        Body.Builder filled = Body.builder();
        content.fields().forEach((name, value) -> filled.put(name, value == Value.Null.NULL ? Value.text("") : value));
        return filled.build();
    }
}
