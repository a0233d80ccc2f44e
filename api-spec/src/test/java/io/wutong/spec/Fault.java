package io.wutong.spec;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wutong.spec.Schemas.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One thing that can be wrong with a message, and the hand that makes it so. */
record Fault(String name, Consumer<JsonObject> hand) {

    void putInto(JsonObject message) {
        hand.accept(message);
    }

    /** All faults that a field's type and presence forbid. */
    static List<Fault> of(Field field) {
        List<Fault> faults = new ArrayList<>();
        if (field.required()) {
            faults.add(without(field.path()));
            faults.add(with(field, "null", null));
            faults.add(with(field, "empty", ""));
        }
        char kind = field.type().charAt(0);
        if (kind == 's') {
            int most = Integer.parseInt(field.type().substring(1));
            faults.add(with(field, "too long", "9".repeat(most + 1)));
            faults.add(with(field, "object", new JsonObject()));
        } else if (kind == 'n') {
            String[] digits = field.type().substring(1).split(",");
            int scale = digits.length > 1 ? Integer.parseInt(digits[1]) : 0;
            String tooFine = "1." + "0".repeat(scale) + "5";
            faults.add(with(field, "decimal too many in text", tooFine));
            faults.add(with(field, "decimal too many in number", Double.valueOf(tooFine)));
            faults.add(with(field, "digit too many", "1" + "0".repeat(Integer.parseInt(digits[0]) - scale)));
            faults.add(with(field, "no number", "1e2"));
        } else {
            faults.add(with(field, "no such month", field.type().equals("D") ? "2026-13-01" : "2026-13-01 00:00:00"));
            faults.add(with(field, "compact", "20261030"));
        }
        return faults;
    }

    static Fault without(List<String> path) {
        String name = path.get(path.size() - 1);
        return new Fault(
                "without " + String.join(".", path),
                message -> parent(message, path).remove(name));
    }

    static Fault repeated(String list, int times) {
        return new Fault(times + " items in " + list, message -> {
            JsonArray items = message.getJsonArray(list);
            while (items.size() < times) {
                items.add(items.getJsonObject(0).copy());
            }
        });
    }

    /** The object that holds a field, in a list the first one; null when the message has none. */
    static JsonObject parent(JsonObject message, List<String> path) {
        Object node = message;
        for (String step : path.subList(0, path.size() - 1)) {
            if (node instanceof JsonArray list) {
                node = list.isEmpty() ? null : list.getValue(0);
            } else if (node instanceof JsonObject object) {
                node = object.getValue(step);
            }
        }
        return node instanceof JsonObject object ? object : null;
    }

    private static Fault with(Field field, String what, Object value) {
        return new Fault(
                field + " " + what, message -> parent(message, field.path()).put(field.name(), value));
    }

    @Override
    public String toString() {
        return name;
    }
}
