package io.wutong.simulator.hunan;

import io.wutong.simulator.pool.Element;

/** How the server writes persons, visits and settlements. */
final class Answers {

    private Answers() {}

    static void person(Element row, Insured person, Books books) {
        row.put("aac001", person.personNo())
                .put("aac002", person.certificateNo())
                .put("aac003", person.name())
                .put("aac004", person.sex())
                .put("aac006", person.birthday())
                .put("aac008", "1")
                .put("aac031", "1")
                .put("aae140", person.coverage())
                .put("aab301", person.area())
                .put("aaa027", person.area().substring(0, 4) + "00")
                .put("bka008", person.employer())
                .put("bka035", person.kind())
                .put("bac001", "0")
                .put("bka888", person.frozen() ? "1" : "0")
                .put("akc252", Yuan.of(books.year(person.personNo()).accountFen()));
        if (person.frozen()) {
            row.addRow("freezeinfo")
                    .put("aac031", "2")
                    .put("aaa157", person.resident() ? "801" : "001")
                    .put("bka408", "欠费冻结");
        }
    }

    static void visit(Element answer, Visit visit, Books books) {
        Element row = answer.addRow("bizinfo");
        row.put("aaz217", visit.no).put("akc190", visit.stayNo);
        visit.admission.forEach(row::put);
        boolean settled = visit.state == Visit.State.SETTLED;
        row.put("bka039", settled ? "1" : "0")
                .put("bka891", settled ? "1" : "0")
                .put("aae100", visit.state == Visit.State.CANCELLED ? "0" : "1");
        person(row, visit.person, books);
    }

    static void settlement(Element answer, Visit.Settlement settlement) {
        answer.put("aka151", Yuan.of(settlement.deductibleFen())).put("aae036", settlement.settledAt());
        for (Visit.Paid part : settlement.parts()) {
            answer.addRow("payinfo")
                    .put("aaa157", part.fund())
                    .put("bka573", part.name())
                    .put("aae019", Yuan.of(part.fen()));
        }
    }
}
