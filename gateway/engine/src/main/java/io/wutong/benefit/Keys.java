package io.wutong.benefit;

import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Value;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of a policy file and where it stands: reads values by key, and at the end refuses the keys that nobody read,
 * because a rule that is not read is a rule that is not applied.
 */
final class Keys {

    static final String NONE = "none";

    private final Body body;
    private final String path;
    private final Set<String> read = new HashSet<>();

    Keys(Body body, String path) {
        this.body = body;
        this.path = path;
    }

    String path(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    PolicyFault fault(String key, String reason) {
        return new PolicyFault(key.isEmpty() ? path : path(key), reason);
    }

    boolean has(String key) {
        read.add(key);
        Value value = body.get(key);
        return value != null && value != Value.Null.NULL;
    }

    @Nullable
    Value value(String key) {
        return has(key) ? body.get(key) : null;
    }

    String text(String key) {
        return optional(key).orElseThrow(() -> fault(key, "缺少此项 · missing"));
    }

    Optional<String> optional(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        Value value = body.get(key);
        if (value instanceof Body || value instanceof Value.Items) {
            throw fault(key, "应为一个值 · one value expected");
        }
        return body.text(key);
    }

    /** One text or several. */
    List<String> texts(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (!(body.get(key) instanceof Value.Items items)) {
            return List.of(text(key));
        }
        List<String> texts = new ArrayList<>();
        for (Value item : items.values()) {
            texts.add(scalar(item, path(key) + "[" + texts.size() + "]"));
        }
        if (texts.isEmpty()) {
            throw fault(key, "不能为空 · must not be empty");
        }
        return texts;
    }

    static String scalar(Value item, String path) {
        return Body.of("v", item).text("v").orElseThrow(() -> new PolicyFault(path, "应为一个值 · one value expected"));
    }

    Keys child(String key) {
        if (value(key) instanceof Body child) {
            return new Keys(child, path(key));
        }
        throw fault(key, has(key) ? "应为若干键 · a mapping expected" : "缺少此项 · missing");
    }

    Optional<Keys> optionalChild(String key) {
        return has(key) ? Optional.of(child(key)) : Optional.empty();
    }

    /** The mappings of a list; empty when the key is absent. */
    List<Keys> children(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (!(body.get(key) instanceof Value.Items items)) {
            throw fault(key, "应为列表 · a list expected");
        }
        List<Keys> children = new ArrayList<>();
        for (Value item : items.values()) {
            String at = path(key) + "[" + children.size() + "]";
            if (!(item instanceof Body child)) {
                throw new PolicyFault(at, "应为若干键 · a mapping expected");
            }
            children.add(new Keys(child, at));
        }
        return children;
    }

    /** The names of this mapping, all taken as read. */
    List<String> names() {
        read.addAll(body.fields().keySet());
        return List.copyOf(body.fields().keySet());
    }

    boolean flag(String key, boolean otherwise) {
        return optional(key)
                .map(text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw fault(key, "应为 true 或 false，而不是 " + text + " · true or false expected");
                })
                .orElse(otherwise);
    }

    <E extends Enum<E>> E oneOf(String key, Class<E> type, E otherwise) {
        return optional(key).map(text -> constant(type, text, path(key))).orElse(otherwise);
    }

    static <E extends Enum<E>> E constant(Class<E> type, String text, String path) {
        Set<String> names = new TreeSet<>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(Locale.ROOT);
            if (name.equals(text)) {
                return constant;
            }
            names.add(name);
        }
        throw new PolicyFault(path, "应为 " + names + " 之一，而不是 " + text + " · one of these expected");
    }

    long amount(String key) {
        return amount(text(key), path(key));
    }

    static long amount(String text, String path) {
        if (text.equals(NONE)) {
            return Long.MAX_VALUE;
        }
        long fen = parse(
                path,
                "应为以元为单位、最多两位小数的金额，如 \"800.00\"，而不是 " + text + " · yuan with at most two decimals expected",
                () -> Fen.parse(path, text));
        if (fen < 0) {
            throw new PolicyFault(path, "金额不能为负 · must not be negative");
        }
        return fen;
    }

    static int percent(String text, String path) {
        int bp = signedPercent(text, path);
        if (bp < 0 || bp > 10_000) {
            throw new PolicyFault(path, "比例应在 0%–100% 之间，而不是 " + text + " · 0%–100% expected");
        }
        return bp;
    }

    static int signedPercent(String text, String path) {
        String reason = "应为百分比，如 65% 或 67.5%，而不是 " + text + " · a percentage expected";
        if (!text.endsWith("%")) {
            throw new PolicyFault(path, reason);
        }
        return parse(
                path,
                reason,
                () -> new BigDecimal(text.substring(0, text.length() - 1))
                        .movePointRight(2)
                        .intValueExact());
    }

    int points(String key) {
        String text = text(key);
        return parse(
                path(key),
                "应为百分点，如 -5 或 +2.5，而不是 " + text + " · percentage points expected",
                () -> new BigDecimal(text).movePointRight(2).intValueExact());
    }

    int number(String key) {
        String text = text(key);
        return parse(path(key), "应为整数，而不是 " + text + " · a whole number expected", () -> Integer.parseInt(text));
    }

    LocalDate date(String key) {
        String text = text(key);
        return parse(path(key), "应为日期，如 2026-01-01，而不是 " + text + " · a date expected", () -> LocalDate.parse(text));
    }

    MonthDay monthDay(String key) {
        String text = text(key);
        return parse(
                path(key),
                "应为月日，如 01-01，而不是 " + text + " · a month and day expected",
                () -> MonthDay.parse("--" + text));
    }

    static <T> T parse(String path, String reason, java.util.function.Supplier<T> parser) {
        try {
            return parser.get();
        } catch (DateTimeException | ArithmeticException e) {
            throw new PolicyFault(path, reason);
        } catch (PolicyFault e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new PolicyFault(path, reason);
        }
    }

    /** Runs a check whose message is the reason. */
    <T> T checked(String key, Function<Keys, T> make) {
        try {
            return make.apply(this);
        } catch (PolicyFault e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw fault(key, String.valueOf(e.getMessage()));
        }
    }

    /** Refuses what nobody has read. */
    void done() {
        for (String key : body.fields().keySet()) {
            if (!read.contains(key)) {
                throw fault(key, "未知的键；此处可用：" + new TreeSet<>(read) + " · unknown key; these can be used");
            }
        }
    }
}
