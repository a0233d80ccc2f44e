package io.wutong.reference;

import io.wutong.envelope.Csv;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Message;
import io.wutong.exchange.Step;
import io.wutong.spi.Body;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * 1901: the values of one dictionary: the core ones of {@code api-spec/codes}, and over them what the place of care has
 * published, a list of its own with the columns {@code type/value}, {@code label}, {@code parent_value}, {@code sort}.
 */
final class Dictionary {

    private static final String OWN = "1901";
    private static final Pattern NAME = Pattern.compile("[a-z_]{1,40}");

    private Dictionary() {}

    static Step list(Message message) {
        Body asked = message.data("data");
        String type = Envelope.required(asked, "type");
        String parent = asked.textOr("parentValue", "");
        String valid = asked.textOr("vali_flag", "");
        Map<String, Body> values = new LinkedHashMap<>();
        shipped(type).forEach(row -> values.put(row.textOr("value", ""), row));
        message.directory()
                .published()
                .list(message.directory().topology().areas(), area(message, asked), OWN)
                .ifPresent(own -> own(own, type, values));
        if (values.isEmpty()) {
            throw Fault.LIST.refusal("字典" + type);
        }
        List<Body> rows = new ArrayList<>(values.values());
        rows.removeIf(
                row -> !parent.isEmpty() && !row.textOr("parent_value", "").equals(parent)
                        || !valid.isEmpty() && !row.textOr("vali_flag", "").equals(valid));
        return Step.answer(Body.builder().put("list", rows).build(), List.of());
    }

    /** The one that is asked for, where there is such an area. */
    private static String area(Message message, Body asked) {
        return Optional.of(asked.textOr("admdvs", ""))
                .filter(area -> message.directory().topology().areas().has(area))
                .orElse(message.care().area());
    }

    private static void own(CodeList own, String type, Map<String, Body> values) {
        for (CodeList.Row row : own.rows()) {
            String code = row.code();
            if (code.startsWith(type + "/")) {
                Body said = own.body(row);
                String value = code.substring(type.length() + 1);
                values.put(
                        value,
                        row(
                                type,
                                value,
                                said.textOr("label", value),
                                said.textOr("parent_value", ""),
                                said.textOr("sort", Integer.toString(values.size() + 1)),
                                said.textOr(CodeList.VALID, "1"),
                                row.version()));
            }
        }
    }

    private static List<Body> shipped(String type) {
        List<Body> rows = new ArrayList<>();
        if (NAME.matcher(type).matches() && Csv.has("codes/" + type + ".csv")) {
            for (Map<String, String> code : Csv.rows("codes/" + type + ".csv")) {
                rows.add(row(
                        type,
                        code.getOrDefault("code", ""),
                        code.getOrDefault("name_zh", ""),
                        "",
                        Integer.toString(rows.size() + 1),
                        "1",
                        CodeList.NOTHING));
            }
        }
        return rows;
    }

    private static Body row(
            String type, String value, String label, String parent, String sort, String valid, String version) {
        return Body.builder()
                .put("type", type)
                .put("label", label)
                .put("value", value)
                .put("parent_value", parent)
                .put("sort", sort)
                .put("vali_flag", valid)
                .put("create_user", "")
                .put("create_date", "")
                .put("version", version)
                .build();
    }
}
