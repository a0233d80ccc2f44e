package io.wutong.simulator.guangdong;

import io.wutong.simulator.guangdong.GuangdongPlatform.Flavour;
import io.wutong.simulator.pool.Calculated;
import io.wutong.simulator.pool.Element;
import io.wutong.simulator.pool.No;
import io.wutong.simulator.pool.Person;
import io.wutong.simulator.pool.Pool;
import io.wutong.simulator.pool.Split;
import io.wutong.simulator.pool.Stay;
import io.wutong.simulator.pool.Yuan;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The numbered transactions: each reads an input and fills an output, or refuses; a rollback names the call it undoes. */
final class Transactions {

    private static final int ROWS_MAX = 500;

    private final Pool pool;
    private final Flavour flavour;

    Transactions(Pool pool, Flavour flavour) {
        this.pool = pool;
        this.flavour = flavour;
    }

    void call(String number, Element in, Element out, String transid) {
        for (String head : List.of("aab299", "akb026", "aab301")) {
            required(in, head);
        }
        switch (number) {
            case "0211" -> Answers.identity(identify(in), pool, out);
            case "0212" -> register(in, out, transid);
            case "0214" -> unregister(in);
            case "0215" -> discharge(in, transid);
            case "0216" -> undo(stay(in), "0215", in);
            case "0301" -> rows(in, out);
            case "0302" -> clear(in);
            case "0303" -> Answers.settlement(calculate(stay(in), in), flavour, out);
            case "0304" -> settle(in, out, transid);
            case "0305" -> cancel(in, transid);
            case "0701" -> list(in, out);
            case "0606" -> day(in, out);
            default -> throw new No("交易编号不存在(http://10.9.8.7:7001/STYDJY)");
        }
    }

    private Person identify(Element in) {
        String number = required(in, "aac002");
        Optional<Person> person = number.equals("-") ? pool.byCertificate(required(in, "aac044")) : pool.person(number);
        Person found = person.orElseThrow(() -> new No("未查询到参保信息"));
        if (found.frozen()) {
            throw new No("该参保人已暂停参保");
        }
        return found;
    }

    private void register(Element in, Element out, String transid) {
        for (String field : List.of("aka130", "akc190", "akf001", "akc050", "akc193", "aae011")) {
            required(in, field);
        }
        if (!required(in, "ykc701").matches("[0-9]{8}")
                || !required(in, "aae036").matches("[0-9]{8}")) {
            throw new No("日期格式错误");
        }
        Person person = identify(in);
        Stay stay = pool.admit(person, "S" + person.area() + pool.today().substring(2), in.get("akc190"));
        stay.notes.put("0212", transid);
        Answers.identity(person, pool, out.put("ykc700", stay.number));
        out.put("ykc023", "0");
    }

    private Stay stay(Element in) {
        Stay stay = pool.stay(required(in, "ykc700"));
        if (!stay.person.number().equals(required(in, "aac002"))) {
            throw new No("社会保障号码与就诊登记号不符");
        }
        return stay;
    }

    private void unregister(Element in) {
        Stay stay = stay(in);
        if (stay.notes.containsKey("0215")) {
            throw new No("已办理出院登记，请先回退");
        }
        if (!stay.notes.getOrDefault("0212", "").equals(required(in, "otransid"))) {
            throw new No("原交易流水号不符");
        }
        pool.cancelAdmission(stay);
    }

    private void discharge(Element in, String transid) {
        Stay stay = stay(in);
        for (String field : List.of("akc185", "akc196", "ykc195", "ykc702", "akb063")) {
            required(in, field);
        }
        if (stay.notes.putIfAbsent("0215", transid) != null) {
            throw new No("该就诊已办理出院登记");
        }
    }

    private void undo(Stay stay, String done, Element in) {
        if (stay.state() == Stay.State.SETTLED) {
            throw new No("该就诊已结算");
        }
        if (!required(in, "otransid").equals(stay.notes.get(done))) {
            throw new No("原交易流水号不符");
        }
        stay.notes.remove(done);
    }

    private void rows(Element in, Element out) {
        Stay stay = stay(in);
        List<Element> rows = in.rows("detail");
        if (stay.state() == Stay.State.SETTLED || rows.isEmpty() || rows.size() > ROWS_MAX) {
            throw new No("就诊已结算，或明细条数不在1至" + ROWS_MAX + "之间");
        }
        Set<String> seen = new HashSet<>(stay.rows.keySet());
        for (Element row : rows) {
            for (String field : List.of("ake001", "ake002", "ake005", "ake006", "akc226", "akc225", "akc221")) {
                required(row, field);
            }
            if (!seen.add(required(row, "ykc610"))) {
                throw new No("费用序列号重复");
            }
        }
        for (Element row : rows) {
            long fen = Yuan.fen("akc264", required(row, "akc264"));
            stay.rows.put(
                    row.get("ykc610"),
                    switch (row.get("ake001")) {
                        case "WT-OWN", "WT-OVER" -> new Split(fen, 0, 0);
                        case "WT-PRIOR" -> new Split(0, fen, 0);
                        default -> new Split(0, 0, fen);
                    });
            out.addRow("detail").put("ykc610", row.get("ykc610"));
        }
    }

    private void clear(Element in) {
        Stay stay = stay(in);
        if (!required(in, "otransid").equals("0") || stay.state() == Stay.State.SETTLED) {
            throw new No("不能回退该明细");
        }
        stay.rows.clear();
    }

    private Calculated calculate(Stay stay, Element in) {
        Split bill = stay.bill();
        if (Yuan.fen("akc264", required(in, "akc264")) != bill.totalFen()) {
            throw new No("医疗费总额与明细合计不符：明细合计" + Yuan.of(bill.totalFen()));
        }
        if (flavour == Flavour.CROSS_PROVINCE) {
            Split stated = new Split(
                    Yuan.fen("akc253", required(in, "akc253")) + Yuan.fen("akc268", required(in, "akc268")),
                    Yuan.fen("akc228", required(in, "akc228")),
                    Yuan.fen("ake171", required(in, "ake171")));
            if (!stated.equals(bill)) {
                throw new No("分项合计与明细不符");
            }
        } else {
            required(in, "ykc675");
        }
        return pool.calculate(
                stay, bill, flavour == Flavour.IN_PROVINCE || in.get("ake122").equals("1"));
    }

    private void settle(Element in, Element out, String transid) {
        Stay stay = stay(in);
        if (!stay.notes.containsKey("0215")) {
            throw new No("未办理出院登记，不能结算");
        }
        Calculated calculated = calculate(stay, in);
        pool.settle(stay, calculated, transid);
        stay.notes.put("0304", transid);
        stay.notes.put("id", "JS" + transid.substring(6));
        settled(stay, calculated, out);
    }

    private void settled(Stay stay, Calculated calculated, Element out) {
        out.put(flavour == Flavour.IN_PROVINCE ? "ykc618" : "aaz216", String.valueOf(stay.notes.get("id")));
        out.put("akc194", pool.today()).put("ykc706", pool.today());
        Answers.settlement(calculated, flavour, out);
    }

    private void cancel(Element in, String transid) {
        Stay stay = stay(in);
        if (!required(in, "otransid").equals(stay.notes.get("0304"))
                || !required(in, "ykc618").equals(stay.notes.get("id"))) {
            throw new No("原结算不存在或已回退");
        }
        pool.cancelSettlement(stay, transid);
        stay.notes.remove("0304");
    }

    /** One row for each call that stands, with what it answered. */
    private void list(Element in, Element out) {
        required(in, "startrow");
        for (Stay stay : pool.stays()) {
            boolean asked = in.get("ykc700").isEmpty()
                    ? stay.stayNo.equals(in.get("akc190"))
                    : stay.number.equals(in.get("ykc700"));
            if (asked && stay.state() != Stay.State.CANCELLED) {
                for (String number : List.of("0212", "0215", "0304")) {
                    String transid = stay.notes.get(number);
                    if (transid != null) {
                        Element row = out.addRow("detail");
                        row.put("transno", number).put("transid", transid).put("ykc700", stay.number);
                        row.put("akc190", stay.stayNo).put("aac002", stay.person.number());
                        Calculated settlement = stay.settlement();
                        if (number.equals("0304") && settlement != null) {
                            settled(stay, settlement, row);
                        }
                    }
                }
            }
        }
        out.put("totalrow", Integer.toString(out.rows("detail").size()));
    }

    private void day(Element in, Element out) {
        List<Pool.Entry> entries = pool.entries(required(in, "ykc706"));
        for (Element row : in.rows("detail")) {
            boolean same = entries.stream()
                    .anyMatch(entry -> row.get("ykc700").equals(entry.stay())
                            && row.get("aaa113").equals(Integer.toString(entry.sign()))
                            && (entry.sign() < 0 || row.get("otransid").equals(entry.key()))
                            && Yuan.fen("akc264", row.get("akc264"))
                                    == entry.amounts().split().totalFen()
                            && Yuan.fen("ake149", row.get("ake149"))
                                    == entry.amounts().fundsFen());
            out.addRow("detail")
                    .put("seqno", row.get("seqno"))
                    .put("otransid", row.get("otransid"))
                    .put("aae314", same ? "0" : "-1")
                    .put("aaa204", same ? "" : "金额不一致或无此结算");
        }
        out.put("totalrow", Integer.toString(entries.size()));
    }

    private static String required(Element in, String field) {
        String value = in.get(field);
        if (value.isEmpty()) {
            throw new No("参数" + field + "不能为空");
        }
        return value;
    }
}
