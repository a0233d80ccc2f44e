package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Request;
import io.wutong.support.Answers;
import io.wutong.support.Dates;
import io.wutong.support.FieldMap;
import io.wutong.support.Xml;
import io.wutong.support.stay.Entitlement;
import io.wutong.support.stay.Names;
import io.wutong.support.stay.Refusal;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** 1101 and 2001: who a certificate belongs to, and what the states of the coverage allow. */
final class Persons {

    private static final FieldMap BASEINFO = FieldMap.load(Persons.class, "maps/baseinfo.csv");
    private static final FieldMap INSUINFO = FieldMap.load(Persons.class, "maps/insuinfo.csv");
    private static final FieldMap SETLINFO = FieldMap.load(Persons.class, "maps/setlinfo-person.csv");

    private static final String ID_CARD = "02";

    private final Legacy legacy;

    Persons(Legacy legacy) {
        this.legacy = legacy;
    }

    /** Several rows are several coverages of one person. */
    Future<Body> find(Request request, CallContext context) {
        Body data = request.input().body("data");
        String certno = certificate(data).orElseThrow(() -> new Refusal("HUNAN-CERT", "参保地系统只能按证件号码查询，请补充证件号码"));
        return ask(data, request, context, "certno", certno)
                .map(rows -> Answers.read(() -> {
                    for (Xml row : rows) {
                        if (!row.text("aac002").orElse("").equalsIgnoreCase(certno)) {
                            throw new CallFailure(true, "answer_person");
                        }
                    }
                    return Body.builder()
                            .put("baseinfo", baseinfo(rows.get(0)))
                            .put(
                                    "insuinfo",
                                    rows.stream()
                                            .map(row -> INSUINFO.body(row::text))
                                            .toList())
                            .put("idetinfo", List.of())
                            .build();
                }));
    }

    /** Whether the person's coverage pays for a stay now, and why not. */
    Future<Body> entitlement(Request request, CallContext context) {
        Body data = request.input().body("data");
        String psnNo = data.text("psn_no").orElseThrow(() -> new Refusal("HUNAN-FIELD", "缺少人员编号"));
        return ask(data, request, context, "psn_no", psnNo).map(rows -> {
            Xml row = rows.stream()
                    .filter(each -> each.text("aac001").equals(Optional.of(psnNo)))
                    .findFirst()
                    .orElseThrow(() -> new CallFailure(true, "answer_person"));
            String reason = reasonAgainst(row, data);
            String insutype = data.textOr("insutype", row.text("aae140").orElse(""));
            return Entitlement.answer(psnNo, insutype, reason, Dates.d10(legacy.now()));
        });
    }

    private static String reasonAgainst(Xml row, Body data) {
        String frozen = row.text("bka888").orElse("");
        if (frozen.equals("9") || row.text("aac008").orElse("").equals("0")) {
            return "未参保";
        }
        if (row.text("aac008").orElse("").equals("4")
                || row.text("aac031").orElse("").equals("3")) {
            return "参保关系已终止";
        }
        if (row.text("aac031").orElse("").equals("2")) {
            return "暂停缴费";
        }
        if (frozen.equals("1")) {
            return "待遇已冻结";
        }
        Optional<String> asked = data.text("insutype");
        if (asked.isPresent() && !row.text("aae140").equals(asked)) {
            return "未参加该险种";
        }
        return frozen.equals("0") ? "" : "待遇状态不明";
    }

    private Future<List<Xml>> ask(Body data, Request request, CallContext context, String name, String value) {
        Names names = legacy.names(data, request).with(name, value);
        return legacy.call(Function.PERSON, names, context).map(reply -> {
            List<Xml> rows = reply.rows("personinfo");
            if (rows.isEmpty()) {
                throw new Refusal("HUNAN-NOPERSON", "参保地未查询到该人员的参保信息");
            }
            return rows;
        });
    }

    /** The number of the certificate, when the credential says it. */
    static Optional<String> certificate(Body data) {
        return data.text("certno")
                .or(() -> data.textOr("mdtrt_cert_type", "").equals(ID_CARD)
                        ? data.text("mdtrt_cert_no")
                        : Optional.empty());
    }

    private Body baseinfo(Xml row) {
        return BASEINFO.body(name -> name.equals("@age") ? age(row) : row.text(name));
    }

    /** The person's part of a settlement. */
    Body setlinfo(Xml row, String insutype) {
        return Answers.read(() -> SETLINFO.body(name -> switch (name) {
            case "@age" -> age(row);
            case "@insutype" -> Optional.of(insutype);
            default -> row.text(name);
        }));
    }

    private Optional<String> age(Xml row) {
        LocalDateTime now = legacy.now();
        return row.text("aac006").map(birth -> Long.toString(ChronoUnit.YEARS.between(Dates.parse(birth), now)));
    }
}
