package io.wutong.envelope;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The request schemas of {@code api-spec/schema}, compiled at start into flat tables: a schema library costs a factor of
 * four to seven on the settlement path. A test compares both on generated messages.
 *
 * <p>Each field carries {@code x-type} of the interface reference: {@code s30} at most 30 characters, {@code n16,2} at
 * most 14 digits before and 2 after the point, {@code D}, {@code DT}.
 */
public final class FieldTables {

    private static final Pattern DATE = Pattern.compile("[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])");
    private static final Pattern DATE_TIME =
            Pattern.compile(DATE.pattern() + " ([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]");

    private final Table envelope;
    private final Map<String, Table> byInfno;

    private FieldTables(Table envelope, Map<String, Table> byInfno) {
        this.envelope = envelope;
        this.byInfno = byInfno;
    }

    /** One object's fields. */
    private record Table(List<Field> fields) {}

    /**
     * One field: a scalar with a type, or an object or list with a table of its own.
     *
     * @param max characters of a text, or digits before a number's point
     * @param scale digits behind it
     */
    private record Field(
            String name,
            boolean required,
            String type,
            int max,
            int scale,
            @Nullable Pattern pattern,
            boolean list,
            int itemsMax,
            @Nullable Table table) {}

    /** Compiles the envelope's schema and those of the given transactions, as far as there are any. */
    public static FieldTables load(Iterable<String> infnos) {
        Map<String, Table> tables = new HashMap<>();
        for (String infno : infnos) {
            Body schema = resource(infno + ".request.json");
            if (schema != null) {
                tables.put(infno, compile(schema));
            }
        }
        Body envelope = resource("envelope.request.json");
        if (envelope == null) {
            throw new IllegalStateException("api-spec/schema/envelope.request.json is missing");
        }
        return new FieldTables(compile(envelope), tables);
    }

    /**
     * Checks an envelope and its input.
     *
     * @throws Refusal naming the field by its path
     */
    public void check(Envelope message) {
        check(envelope, message.whole(), "");
        Table table = byInfno.get(message.infno());
        if (table != null) {
            check(table, message.input(), "input.");
        }
    }

    private static void check(Table table, Body body, String path) {
        List<Field> fields = table.fields();
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            Value value = body.get(field.name());
            if (value == null
                    || value == Value.Null.NULL
                    || (value instanceof Value.Text text && text.value().isEmpty())) {
                if (field.required()) {
                    throw Fault.FIELD.refusal(path + field.name(), "不能为空");
                }
            } else if (field.table() != null) {
                checkNode(field, field.table(), value, path + field.name());
            } else {
                checkScalar(field, value, path);
            }
        }
    }

    private static void checkNode(Field field, Table table, Value value, String name) {
        if (field.list() && value instanceof Value.Items items) {
            if (items.values().isEmpty() && field.required()) {
                throw Fault.FIELD.refusal(name, "不能为空");
            }
            if (items.values().size() > field.itemsMax()) {
                throw Fault.FIELD.refusal(name, "最多" + field.itemsMax() + "行");
            }
            for (int i = 0; i < items.values().size(); i++) {
                if (!(items.values().get(i) instanceof Body item)) {
                    throw Fault.FIELD.refusal(name + "[" + i + "]", "应为对象");
                }
                check(table, item, name + "[" + i + "].");
            }
        } else if (value instanceof Body node) {
            check(table, node, name + ".");
        } else {
            throw Fault.FIELD.refusal(name, field.list() ? "应为数组" : "应为对象");
        }
    }

    private static void checkScalar(Field field, Value value, String path) {
        String text;
        if (value instanceof Value.Text t) {
            text = t.value();
        } else if (value instanceof Value.Num n) {
            if (!field.type().isEmpty() && !field.type().startsWith("n")) {
                throw Fault.FIELD.refusal(path + field.name(), "应为字符串");
            }
            text = n.text();
        } else if (value instanceof Value.Bool) {
            throw Fault.FIELD.refusal(path + field.name(), "类型不符");
        } else {
            if (field.type().isEmpty()) {
                return;
            }
            throw Fault.FIELD.refusal(path + field.name(), "应为单个值");
        }
        if (text.indexOf('\0') >= 0) {
            throw Fault.FIELD.refusal(path + field.name(), "含有非法字符");
        }
        String type = field.type();
        if (type.startsWith("s")) {
            int max = field.max();
            if (text.length() > max && text.codePointCount(0, text.length()) > max) {
                throw Fault.FIELD.refusal(path + field.name(), "超过" + max + "个字符");
            }
        } else if (type.startsWith("n")) {
            checkNumber(field, text, path);
        } else if (type.equals("D") && !DATE.matcher(text).matches()) {
            throw Fault.FIELD.refusal(path + field.name(), "应为yyyy-MM-dd");
        } else if (type.equals("DT") && !DATE_TIME.matcher(text).matches()) {
            throw Fault.FIELD.refusal(path + field.name(), "应为yyyy-MM-dd HH:mm:ss");
        }
        if (field.pattern() != null && !field.pattern().matcher(text).find()) {
            throw Fault.FIELD.refusal(path + field.name(), "格式不符");
        }
    }

    /** {@code n16,2}: at most 14 digits before the point and 2 after it, further zeros allowed; no exponent. */
    private static void checkNumber(Field field, String text, String path) {
        int length = text.length();
        int start = text.startsWith("-") ? 1 : 0;
        int point = text.indexOf('.') < 0 ? length : text.indexOf('.');
        if (point <= start || point == length - 1 || !digits(text, start, point) || !digits(text, point + 1, length)) {
            throw Fault.AMOUNT.refusal(path + field.name() + "不是数字");
        }
        if (point - start > field.max()) {
            throw Fault.AMOUNT.refusal(path + field.name() + "整数部分超过" + field.max() + "位");
        }
        for (int i = point + 1 + field.scale(); i < length; i++) {
            if (text.charAt(i) != '0') {
                throw Fault.AMOUNT.refusal(path + field.name() + "超过" + field.scale() + "位小数");
            }
        }
    }

    private static boolean digits(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static Table compile(Body schema) {
        Set<String> required = new HashSet<>();
        if (schema.get("required") instanceof Value.Items names) {
            names.values().forEach(name -> required.add(((Value.Text) name).value()));
        }
        List<Field> fields = new ArrayList<>();
        Body properties = schema.body("properties");
        for (String name : properties.fields().keySet()) {
            Body field = properties.body(name);
            boolean list = field.has("items");
            Body node = list ? field.body("items") : field;
            boolean object = node.has("properties");
            String type = field.textOr("x-type", "");
            fields.add(new Field(
                    name,
                    required.contains(name),
                    type,
                    max(type),
                    scale(type),
                    field.text("pattern").map(Pattern::compile).orElse(null),
                    list,
                    Integer.parseInt(field.textOr("maxItems", "1000")),
                    object ? compile(node) : null));
        }
        return new Table(List.copyOf(fields));
    }

    /** Characters of a text, or digits before a number's point. */
    private static int max(String type) {
        if (type.startsWith("s")) {
            return Integer.parseInt(type.substring(1));
        }
        return type.startsWith("n") ? Integer.parseInt(type.substring(1).split(",", -1)[0]) - scale(type) : 0;
    }

    private static int scale(String type) {
        int comma = type.indexOf(',');
        return type.startsWith("n") && comma > 0 ? Integer.parseInt(type.substring(comma + 1)) : 0;
    }

    private static @Nullable Body resource(String name) {
        try (InputStream in = FieldTables.class.getResourceAsStream("/api-spec/schema/" + name)) {
            return in == null ? null : Json.read(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
