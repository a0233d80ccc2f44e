package io.wutong.benefit;

import io.wutong.benefit.rules.Stay;
import io.wutong.benefit.rules.Sums;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Writes a stay as {@link StayReader} reads it, so that what was calculated can be calculated again from its text. */
public final class StayWriter {

    /** Of most stays. */
    private static final int FIELDS = 16;

    private StayWriter() {}

    public static Body write(Stay stay) {
        if (stay.nights() >= 0) {
            throw new IllegalArgumentException("a part of a stay is not written");
        }
        Body.Builder body = Body.builder(FIELDS)
                .put("id", stay.id())
                .put("admitted", stay.admitted().toString())
                .put("discharged", stay.discharged().toString())
                .put("level", stay.settlementLevel())
                .put("med_type", stay.medType());
        text(body, "institution", stay.institution());
        text(body, "institution_area", stay.institutionArea());
        text(body, "filing", stay.filing());
        flag(body, "emergency", stay.emergency());
        flag(body, "designated", stay.designated());
        texts(body, "classes", stay.classes());
        if (stay.age() >= 0) {
            body.put("age", Integer.toString(stay.age()));
        }
        text(body, "diagnosis", stay.diagnosis());
        text(body, "disease", stay.disease());
        texts(body, "items", stay.items());
        text(body, "chain", stay.chain());
        text(body, "visit", stay.visit());
        sums(body, stay.sums());
        list(
                body,
                "fees",
                stay.fees(),
                fee -> sums(Body.builder().put("date", fee.day().toString()), fee.sums()));
        list(
                body,
                "pre_admission",
                stay.exams(),
                exam -> sums(Body.builder().put("date", exam.day().toString()).put("item", exam.item()), exam.sums()));
        if (!stay.given().isEmpty()) {
            Body.Builder given = Body.builder();
            new TreeMap<>(stay.given()).forEach(given::fen);
            body.put("given", given.build());
        }
        if (!stay.wallet().equals(Stay.Wallet.NONE)) {
            body.put(
                    "account",
                    Body.builder()
                            .put("used", Boolean.toString(stay.wallet().used()))
                            .fen("balance", stay.wallet().accountFen())
                            .fen("mutual_aid", stay.wallet().mutualAidFen())
                            .build());
        }
        return body.build();
    }

    private static Body.Builder sums(Body.Builder body, Sums sums) {
        return body.fen("own_pay", sums.ownPayFen())
                .fen("over_limit", sums.overLimitFen())
                .fen("prior_self_pay", sums.priorSelfPayFen())
                .fen("in_scope", sums.inScopeFen());
    }

    private static void text(Body.Builder body, String name, String value) {
        if (!value.isEmpty()) {
            body.put(name, value);
        }
    }

    private static void flag(Body.Builder body, String name, boolean value) {
        if (value) {
            body.put(name, "true");
        }
    }

    private static void texts(Body.Builder body, String name, Set<String> values) {
        if (!values.isEmpty()) {
            List<Value> sorted = new ArrayList<>(values.size());
            for (String value : new TreeSet<>(values)) {
                sorted.add(Value.text(value));
            }
            body.put(name, new Value.Items(sorted));
        }
    }

    private static <T> void list(Body.Builder body, String name, List<T> rows, Function<T, Body.Builder> written) {
        if (!rows.isEmpty()) {
            body.put(name, rows.stream().map(row -> written.apply(row).build()).toList());
        }
    }
}
