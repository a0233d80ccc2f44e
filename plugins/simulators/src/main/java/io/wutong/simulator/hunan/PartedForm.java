package io.wutong.simulator.hunan;

import io.wutong.simulator.pool.Element;
import java.util.Map;

/**
 * The province's form of the same product: scalars under {@code parameters}, lists beside it, {@code errortype} instead
 * of a return code, words of its own for persons, rows and funds. Requests are turned into the other form before the
 * functions see them, answers after.
 */
final class PartedForm {

    private static final Map<String, String> PARAMETERS = Map.ofEntries(
            Map.entry("hospital_id", "akb020"),
            Map.entry("idcard", "aac002"),
            Map.entry("indi_id", "aac001"),
            Map.entry("serial_no", "aaz217"),
            Map.entry("patient_id", "akc190"),
            Map.entry("biz_type", "aka130"),
            Map.entry("treatment_type", "bka006"),
            Map.entry("begin_date", "aae030"),
            Map.entry("in_disease", "akc193"),
            Map.entry("last_balance", "akc252"),
            Map.entry("end_date", "aae031"),
            Map.entry("save_flag", "bkm100"));

    private static final Map<String, String> ROWS = Map.ofEntries(
            Map.entry("medi_item_type", "ake003"),
            Map.entry("stat_type", "aka063"),
            Map.entry("his_item_code", "ake005"),
            Map.entry("his_item_name", "ake006"),
            Map.entry("fee_date", "ake007"),
            Map.entry("price", "bka040"),
            Map.entry("dosage", "akc226"),
            Map.entry("money", "aae019"),
            Map.entry("hos_serial", "aaz213"),
            Map.entry("opp_serial_fee", "bka062"));

    private static final Map<String, String> PERSONS = Map.of(
            "aac001", "indi_id",
            "aac002", "idcard",
            "aac003", "name",
            "aac004", "sex",
            "aac006", "birthday",
            "aac031", "indi_join_sta",
            "bka888", "freeze_sta",
            "bka035", "pers_type",
            "aab301", "post_code",
            "akc252", "last_balance");

    private static final Map<String, String> FUNDS =
            Map.of("aaa157", "fund_id", "bka573", "fund_name", "aae019", "real_pay");

    private PartedForm() {}

    static boolean isLogin(Element message) {
        return message.get("functionid").equals("0");
    }

    static String function(Element message) {
        return isLogin(message) ? "login" : message.get("functionid");
    }

    static Element parameters(Element message) {
        Element found = message.find("parameters");
        return found == null ? new Element("parameters") : found;
    }

    /** As the functions read it. */
    static Element request(Element message) {
        Element flat = new Element("program");
        for (Element parameter : parameters(message).children) {
            flat.put(PARAMETERS.getOrDefault(parameter.name, parameter.name), parameter.text());
        }
        // an amount uses the account, which the other form says by saying nothing
        if (!flat.get("akc252").equals("0")) {
            flat.children.removeIf(child -> child.name.equals("akc252"));
        }
        for (Element list : message.children) {
            message.rows(list.name).stream()
                    .filter(row -> !list.name.equals("parameters"))
                    .forEach(row -> renamed(row, flat.addRow(list.name), ROWS));
        }
        return flat;
    }

    private static void renamed(Element from, Element to, Map<String, String> names) {
        from.children.forEach(child -> to.put(names.getOrDefault(child.name, child.name), child.text()));
    }

    static Element answer(Element content) {
        Element answer = new Element("program");
        answer.put("errortype", "0").put("errorno", "").put("errormessage", "");
        for (String list : new String[] {"personinfo", "bizinfo", "payinfo", "feeinfo"}) {
            for (Element row : content.rows(list)) {
                Element to = answer.addRow(list);
                switch (list) {
                    case "personinfo" -> {
                        renamed(row, to, PERSONS);
                        to.put("urban_type", row.get("aae140").equals("390") ? "2" : "1");
                        to.children.removeIf(child -> child.name.equals("aae140"));
                    }
                    case "payinfo" -> renamed(row, to, FUNDS);
                    case "feeinfo" -> renamed(row, to, reversed());
                    default -> {
                        renamed(row, to, Map.of());
                        to.put("serial_no", row.get("aaz217"));
                        to.children.removeIf(child -> child.name.equals("bka891") || child.name.equals("aaz217"));
                    }
                }
            }
        }
        if (content.has("aka151")) {
            answer.addRow("info").put("aka151", content.get("aka151")).put("aae036", content.get("aae036"));
        }
        return answer;
    }

    private static Map<String, String> reversed() {
        Map<String, String> reversed = new java.util.HashMap<>();
        ROWS.forEach((theirs, other) -> reversed.put(other, theirs));
        return reversed;
    }

    static Element refusal(Refusal refusal) {
        return new Element("program")
                .put("errortype", "1")
                .put("errorno", refusal.code == Refusal.EXPIRED ? "E0009" : "E1001")
                .put("errormessage", String.valueOf(refusal.getMessage()));
    }

    static Element session(String session) {
        Element answer = new Element("program");
        answer.put("errortype", "0");
        answer.addRow("addition-xml").put("identify", session);
        return answer;
    }
}
