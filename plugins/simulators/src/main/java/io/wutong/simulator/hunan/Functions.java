package io.wutong.simulator.hunan;

import io.wutong.simulator.pool.Element;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions for institutions outside the pool: each reads a request and fills an answer, or refuses. */
final class Functions {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final Books books;
    private final Clock clock;

    Functions(Books books, Clock clock) {
        this.books = books;
        this.clock = clock;
    }

    void call(String function, Element request, Element answer) {
        switch (function) {
            case "Remote_BIZC131201" -> person(request, answer);
            case "Remote_BIZC131204" -> admit(request, answer);
            case "Remote_BIZC131206" -> cancelAdmission(request);
            case "Remote_BIZC131251" -> Answers.visit(answer, visit(request), books);
            case "Remote_BIZC131252" -> FeeRows.save(open(request), request.rows("feeinfo"));
            case "Remote_BIZC131253" -> FeeRows.list(visit(request), answer);
            case "Remote_BIZC131255" -> Answers.settlement(answer, calculate(request));
            case "Remote_BIZC131256" -> settle(request, answer);
            case "Remote_BIZC131259" -> cancelSettlement(request);
            case "Remote_BIZC131274" -> open(request).fees.clear();
            case "Remote_BIZC200101" -> find(request, answer);
            default -> throw new Refusal("功能号不存在(5be0c1f29a7d4e33@10.9.8.7)");
        }
    }

    private void person(Element request, Element answer) {
        String certificate = request.get("aac002");
        String number = request.get("aac001");
        List<Insured> found = books.persons.values().stream()
                .filter(person -> person.certificateNo().equals(certificate)
                        || person.personNo().equals(number))
                .toList();
        if (found.isEmpty()) {
            throw new Refusal("未查询到该人员的参保信息");
        }
        found.forEach(person -> Answers.person(answer.addRow("personinfo"), person, books));
    }

    private void admit(Element request, Element answer) {
        Insured person = books.persons.get(required(request, "aac001"));
        if (person == null) {
            throw new Refusal("个人电脑号不存在");
        }
        if (person.frozen()) {
            throw new Refusal("该人员待遇已冻结，不能办理入院登记");
        }
        if (!request.get("aac002").isEmpty() && !request.get("aac002").equals(person.certificateNo())) {
            throw new Refusal("证件号码与个人电脑号不符");
        }
        String stayNo = required(request, "akc190");
        required(request, "aae030");
        required(request, "bka006");
        if (!required(request, "aka130").equals("12")) {
            throw new Refusal("业务类型不正确");
        }
        for (Visit visit : books.visits.values()) {
            if (visit.stayNo.equals(stayNo) && visit.state != Visit.State.CANCELLED) {
                throw new Refusal("该住院号已经办理过入院登记，不能重复办理");
            }
        }
        String no = books.nextVisitNo(request.get("akb020"), DAY.format(LocalDateTime.now(clock)));
        Map<String, String> admission = new LinkedHashMap<>();
        for (String field : List.of("aae030", "aka130", "bka006", "akc193")) {
            admission.put(field, request.get(field));
        }
        Visit visit = new Visit(no, person, stayNo, admission);
        books.visits.put(no, visit);
        answer.addRow("bizinfo").put("aaz217", no).put("aac001", person.personNo());
    }

    private void cancelAdmission(Element request) {
        Visit visit = known(request);
        if (visit.state == Visit.State.CANCELLED) {
            throw new Refusal("已经办理过取消入院登记，不能重复办理");
        }
        if (visit.state == Visit.State.SETTLED || !visit.fees.isEmpty()) {
            throw new Refusal("存在费用或结算，不能取消入院登记");
        }
        visit.state = Visit.State.CANCELLED;
    }

    private Visit.Settlement calculate(Element request) {
        Visit visit = open(request);
        return Calculation.of(visit, request, books.year(visit.person.personNo()), now());
    }

    private void settle(Element request, Element answer) {
        if (!request.get("bkm100").equals("3")) {
            throw new Refusal("保存标志只能填3");
        }
        Visit visit = open(request);
        if (!required(request, "aac001").equals(visit.person.personNo())) {
            throw new Refusal("个人电脑号与就医登记号不符");
        }
        required(request, "aae031");
        Visit.Settlement settlement = calculate(request);
        books.settle(visit, settlement);
        Answers.settlement(answer, settlement);
    }

    private void cancelSettlement(Element request) {
        Visit visit = visit(request);
        if (!request.get("aac001").isEmpty() && !request.get("aac001").equals(visit.person.personNo())) {
            throw new Refusal("个人电脑号与就医登记号不符");
        }
        Visit.Settlement settlement = visit.settlement;
        if (settlement == null) {
            throw new Refusal(visit.everCancelled ? "已经办理过取消结算，不能重复办理" : "该业务未结算");
        }
        books.cancel(visit, settlement);
    }

    private void find(Element request, Element answer) {
        String no = request.get("aaz217");
        String stayNo = request.get("akc190");
        for (Visit visit : books.visits.values()) {
            if (no.isEmpty() ? visit.stayNo.equals(stayNo) : visit.no.equals(no)) {
                Answers.visit(answer, visit, books);
                if (visit.settlement != null) {
                    Answers.settlement(answer, visit.settlement);
                }
            }
        }
    }

    private Visit known(Element request) {
        Visit visit = books.visits.get(required(request, "aaz217"));
        if (visit == null) {
            throw new Refusal("就医登记号不存在");
        }
        return visit;
    }

    private Visit visit(Element request) {
        Visit visit = known(request);
        if (visit.state == Visit.State.CANCELLED) {
            throw new Refusal("该就诊登记已取消");
        }
        return visit;
    }

    private Visit open(Element request) {
        Visit visit = visit(request);
        if (visit.state == Visit.State.SETTLED) {
            throw new Refusal("该业务已结算");
        }
        return visit;
    }

    private static String required(Element request, String field) {
        String value = request.get(field);
        if (value.isEmpty()) {
            throw new Refusal("参数" + field + "不能为空");
        }
        return value;
    }

    private String now() {
        return SECOND.format(LocalDateTime.now(clock));
    }
}
