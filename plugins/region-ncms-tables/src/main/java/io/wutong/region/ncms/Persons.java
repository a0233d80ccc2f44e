package io.wutong.region.ncms;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Request;
import io.wutong.support.Answers;
import io.wutong.support.Dates;
import io.wutong.support.FieldMap;
import io.wutong.support.stay.Entitlement;
import io.wutong.support.stay.Ready;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** 1101 and 2001: a row that asks, and the rows of persons that answer it. */
final class Persons {

    private static final FieldMap BASEINFO = FieldMap.load(Persons.class, "maps/baseinfo.csv");
    private static final FieldMap INSUINFO = FieldMap.load(Persons.class, "maps/insuinfo.csv");
    private static final FieldMap SETLINFO = FieldMap.load(Persons.class, "maps/setlinfo-person.csv");

    private static final String COVERAGE = "390";
    private static final String ID_CARD = "02";

    private final String area;
    private final Tables tables;
    private final Progress progress;

    Persons(String area, Tables tables, Progress progress) {
        this.area = area;
        this.tables = tables;
        this.progress = progress;
    }

    Future<Body> find(Request request, CallContext context) {
        Body data = request.input().body("data");
        String kind = data.textOr("mdtrt_cert_type", "");
        Optional<String> certificate =
                data.text("certno").or(() -> kind.equals(ID_CARD) ? data.text("mdtrt_cert_no") : Optional.empty());
        Map<String, String> asked = certificate
                .map(number -> Map.of("id_type", "01", "id_no", number))
                .or(() -> data.text("mdtrt_cert_no").map(number -> Map.of("card_no", number)))
                .orElseThrow(() -> new Refusal("NCMS-CERT", "参保地系统需要证件号码或医疗证号"));
        return ask(asked, context)
                .map(person -> Answers.read(() -> {
                    if (data.text("psn_name")
                            .filter(name -> !name.equals(person.getOrDefault("name", "")))
                            .isPresent()) {
                        throw new CallFailure(true, "answer_person");
                    }
                    Function<String, Optional<String>> known = source(person, data);
                    return Body.builder()
                            .put("baseinfo", BASEINFO.body(known))
                            .put("insuinfo", List.of(INSUINFO.body(known)))
                            .put("idetinfo", List.of())
                            .build();
                }));
    }

    Future<Body> entitlement(Request request, CallContext context) {
        Body data = request.input().body("data");
        String psnNo = data.text("psn_no").orElseThrow(() -> new Refusal("NCMS-FIELD", "缺少人员编号"));
        String asked = data.textOr("insutype", COVERAGE);
        return byNumber(psnNo, context).map(person -> {
            String reason = !asked.equals(COVERAGE) ? "未参加该险种" : isInsured(person) ? "" : "本年度未参合";
            return Entitlement.answer(psnNo, asked, reason, Dates.d10(tables.now()));
        });
    }

    /** The visit's person; a county that tells nothing of persons has them in our own files. */
    Future<Ready> ready(Step step, StayState state) {
        if (!tables.layout().has("person")) {
            return Future.succeededFuture(new Ready(state, Body.EMPTY, null));
        }
        return byNumber(step.care().psnNo(), step.context())
                .map(person -> Answers.read(() -> new Ready(
                        state,
                        SETLINFO.body(source(person, Body.EMPTY)),
                        person.containsKey("balance") ? Long.valueOf(Results.fen(person, "balance")) : null)));
    }

    private static boolean isInsured(Map<String, String> person) {
        return person.getOrDefault("insured", "").equals("yes");
    }

    private Future<Map<String, String>> byNumber(String psnNo, CallContext context) {
        return ask(Map.of("id_type", "99", "id_no", psnNo), context).map(person -> {
            if (!person.getOrDefault("person_no", "").equals(psnNo)) {
                throw new CallFailure(true, "answer_person");
            }
            return person;
        });
    }

    private Future<Map<String, String>> ask(Map<String, String> asked, CallContext context) {
        if (!tables.layout().has("person_req")) {
            throw new Refusal("NCMS-UNSUPPORTED", "参保地前置机没有人员查询");
        }
        Map<String, String> row = tables.row("P-" + tables.random(), "A");
        row.putAll(asked);
        row.put("year", Integer.toString(tables.now().getYear()));
        Map<String, String> key = Map.of("biz_id", row.getOrDefault("biz_id", ""));
        return progress.act("person_req", List.of(row), key, context)
                .compose(done -> progress.until(
                        "person",
                        key,
                        context,
                        rows -> !rows.isEmpty(),
                        rows -> Future.failedFuture(new CallFailure(true, "result_missing"))))
                .map(rows -> {
                    if (rows.size() > 1) {
                        throw new CallFailure(true, "answer_several_persons");
                    }
                    return rows.get(0);
                });
    }

    private Function<String, Optional<String>> source(Map<String, String> person, Body data) {
        return name -> switch (name) {
            case "@area" -> Optional.of(area);
            case "@certno" -> data.text("certno").or(() -> data.text("mdtrt_cert_no"));
            default -> Optional.ofNullable(person.get(name));
        };
    }
}
