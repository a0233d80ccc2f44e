package io.wutong.benefit;

import io.wutong.benefit.rules.Brackets;
import io.wutong.benefit.rules.Caps;
import io.wutong.benefit.rules.Deductible;
import io.wutong.benefit.rules.Floor;
import io.wutong.benefit.rules.Fund;
import io.wutong.benefit.rules.Layer;
import io.wutong.benefit.rules.Part;
import io.wutong.benefit.rules.Payment;
import io.wutong.benefit.rules.Table;
import io.wutong.benefit.rules.When;
import io.wutong.spi.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code basic}, programmes and layers. */
final class FundReader {

    /** The amounts of {@code setlinfo} that a fund may fill. */
    private static final Set<String> FIELDS =
            Set.of("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "hifdm_pay", "maf_pay", "oth_pay");

    private static final String IN_SCOPE = "in_scope";
    private static final String REMAINING = "remaining";

    private FundReader() {}

    static Fund fund(Keys keys, String id) {
        boolean given = keys.flag("given", false);
        Edges edges = edges(keys);
        Fund fund = new Fund(
                id,
                keys.optional("counts_as").orElse(id),
                keys.text("name"),
                keys.text("fund_pay_type"),
                field(keys),
                id.equals("basic") ? When.ALWAYS : TableReader.when(keys),
                given,
                given ? Deductible.NONE : deductible(keys),
                given ? Table.of(Brackets.flat(0)) : ratio(keys),
                edges.inScope(),
                edges.ofYear(),
                TableReader.changes(keys, "ratio_changes"),
                floor(keys),
                caps(keys),
                payment(keys));
        keys.done();
        return fund;
    }

    static Layer layer(Keys keys) {
        String field = field(keys);
        String id = keys.optional("id").orElse(field);
        List<String> base = keys.has("base") ? keys.texts("base") : List.of(REMAINING);
        boolean gross = base.equals(List.of(IN_SCOPE));
        Layer layer = new Layer(
                id,
                keys.optional("counts_as").orElse(id),
                keys.text("name"),
                keys.text("fund_pay_type"),
                field,
                keys.optional("payer").orElse(""),
                TableReader.when(keys),
                gross ? Part.IN_SCOPE : parts(keys, "base", base),
                gross,
                ofYear(keys, "accumulate", true),
                keys.has("deductible") ? deductible(keys) : Deductible.NONE,
                ratio(keys),
                TableReader.changes(keys, "ratio_changes"),
                keys.optionalChild("entry").map(FundReader::entry).orElse(null),
                caps(keys));
        keys.done();
        return layer;
    }

    static List<Part> parts(Keys keys, String key, List<String> names) {
        List<Part> parts = new ArrayList<>();
        for (String name : names) {
            if (name.equals(REMAINING)) {
                parts.addAll(Part.IN_SCOPE);
            } else {
                parts.add(Keys.constant(Part.class, name, keys.path(key)));
            }
        }
        if (Set.copyOf(parts).size() != parts.size()) {
            throw keys.fault(key, "同一部分写了两次 · a part stands twice");
        }
        return parts;
    }

    private static String field(Keys keys) {
        String field = keys.text("field");
        if (!FIELDS.contains(field)) {
            throw keys.fault("field", "应为 " + new TreeSet<>(FIELDS) + " 之一，而不是 " + field + " · one of these expected");
        }
        return field;
    }

    private static boolean ofYear(Keys keys, String key, boolean otherwise) {
        return keys.optional(key)
                .map(text -> switch (text) {
                    case "year" -> true;
                    case "stay" -> false;
                    default -> throw keys.fault(key, "应为 year 或 stay，而不是 " + text + " · year or stay expected");
                })
                .orElse(otherwise);
    }

    private record Edges(boolean inScope, boolean ofYear) {}

    private static Edges edges(Keys keys) {
        boolean inScope = keys.optional("brackets_on")
                .map(text -> switch (text) {
                    case IN_SCOPE -> true;
                    case "after_deductible" -> false;
                    default ->
                        throw keys.fault(
                                "brackets_on",
                                "应为 in_scope 或 after_deductible，而不是 " + text + " · one of these expected");
                })
                .orElse(false);
        return new Edges(inScope, ofYear(keys, "accumulate", false));
    }

    private static Table<Brackets> ratio(Keys keys) {
        if (keys.has("ratio") == keys.has("brackets")) {
            throw keys.fault("ratio", "ratio 与 brackets 须且只能有一个 · exactly one of them");
        }
        return keys.has("ratio") ? TableReader.ratios(keys, "ratio") : Table.of(TableReader.brackets(keys));
    }

    /** Short form: a table of amounts; long form: a mapping with {@code amount}. */
    private static Deductible deductible(Keys keys) {
        if (!keys.has("deductible")) {
            return Deductible.NONE;
        }
        if (!(keys.value("deductible") instanceof Body body) || !body.has("amount")) {
            return new Deductible(
                    Deductible.Mode.ADMISSION,
                    TableReader.amounts(keys, "deductible"),
                    List.of(),
                    Table.empty(),
                    false);
        }
        Keys long_ = keys.child("deductible");
        Deductible.Mode mode = long_.oneOf("per", Deductible.Mode.class, Deductible.Mode.ADMISSION);
        List<Deductible.Later> later = new ArrayList<>();
        for (Keys row : long_.children("later")) {
            later.add(later(row));
        }
        if (!later.isEmpty() && mode != Deductible.Mode.ADMISSION) {
            throw long_.fault("later", "只能与 per: admission 同用 · only with per: admission");
        }
        boolean chained = long_.optional("referral")
                .map(text -> switch (text) {
                    case "difference" -> true;
                    case "separate" -> false;
                    default ->
                        throw long_.fault(
                                "referral", "应为 difference 或 separate，而不是 " + text + " · one of these expected");
                })
                .orElse(false);
        if (chained && mode != Deductible.Mode.ADMISSION) {
            throw long_.fault("referral", "只能与 per: admission 同用 · only with per: admission");
        }
        Deductible deductible = new Deductible(
                mode,
                TableReader.amounts(long_, "amount"),
                later,
                long_.has("classes") ? TableReader.percents(long_, "classes") : Table.empty(),
                chained);
        long_.done();
        return deductible;
    }

    private static Deductible.Later later(Keys row) {
        int kinds = (row.has("amount") ? 1 : 0) + (row.has("percent") ? 1 : 0) + (row.has("minus") ? 1 : 0);
        if (kinds != 1) {
            throw row.fault("", "amount、percent、minus 三者须且只能有一个 · exactly one of them");
        }
        int nth = row.number("nth");
        if (nth < 2) {
            throw row.fault("nth", "从第 2 次起 · 2 or more");
        }
        Deductible.Later later = new Deductible.Later(
                nth,
                row.has("amount") ? TableReader.amounts(row, "amount") : null,
                row.has("percent") ? Keys.percent(row.text("percent"), row.path("percent")) : null,
                row.has("minus") ? row.amount("minus") : null,
                TableReader.optionalAmounts(row, "floor"));
        row.done();
        return later;
    }

    private static @Nullable Floor floor(Keys keys) {
        if (!keys.has("floor")) {
            return null;
        }
        Keys floor = keys.child("floor");
        Floor read = new Floor(
                floor.oneOf("of", Floor.Of.class, Floor.Of.IN_SCOPE_AFTER_DEDUCTIBLE),
                TableReader.percents(floor, "ratio"));
        floor.done();
        return read;
    }

    /** {@code caps}, or {@code cap_year} alone as its short form. */
    private static Caps caps(Keys keys) {
        if (keys.has("cap_year") && keys.has("caps")) {
            throw keys.fault("cap_year", "与 caps 只能写一个 · only one of cap_year and caps");
        }
        if (!keys.has("caps")) {
            return new Caps(
                    Table.empty(),
                    Table.empty(),
                    TableReader.optionalAmounts(keys, "cap_year"),
                    Table.empty(),
                    Table.empty());
        }
        Keys caps = keys.child("caps");
        Caps read = new Caps(
                TableReader.optionalAmounts(caps, "visit"),
                TableReader.optionalAmounts(caps, "day"),
                TableReader.optionalAmounts(caps, "year"),
                TableReader.optionalAmounts(caps, "calendar_year"),
                TableReader.optionalAmounts(caps, "lifetime"));
        caps.done();
        return read;
    }

    private static Payment payment(Keys keys) {
        if (!keys.has("hospital")) {
            return Payment.AS_CHARGED;
        }
        Keys hospital = keys.child("hospital");
        String patient = hospital.optional("patient").orElse("standard");
        if (!Set.of("standard", "actual").contains(patient)) {
            throw hospital.fault("patient", "应为 standard 或 actual，而不是 " + patient + " · one of these expected");
        }
        Payment payment = new Payment(
                hospital.oneOf("method", Payment.Method.class, Payment.Method.AS_CHARGED),
                TableReader.optionalAmounts(hospital, "amount"),
                patient.equals("actual"),
                hospital.flag("surplus_to_hospital", false),
                hospital.flag("count_discharge_day", false));
        hospital.done();
        if ((payment.method() == Payment.Method.AS_CHARGED) != payment.amount().isEmpty()) {
            throw hospital.fault(
                    "amount",
                    "disease_standard 与 bed_day 须有 amount，as_charged 不得有 · amount goes with disease_standard and bed_day");
        }
        return payment;
    }

    private static Layer.Entry entry(Keys keys) {
        Layer.Entry entry =
                new Layer.Entry(keys.text("paid_by"), keys.amount("reaches"), !ofYear(keys, "within", true));
        keys.done();
        return entry;
    }
}
