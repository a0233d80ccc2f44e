package io.wutong.app.config;

import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the file. It refuses keys that {@link ConfigKeys} does not have, lets the environment override each
 * scalar, and never throws on what is written: problems are recorded, and reading goes on to find the others.
 */
final class Section {

    private static final int DEPTH_MAX = 16;
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final Source source;
    private final String path;
    private final String pattern;
    private final int line;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Integer> lines = new LinkedHashMap<>();

    private Section(Source source, String path, String pattern, int line) {
        this.source = source;
        this.path = path;
        this.pattern = pattern;
        this.line = line;
    }

    /** The whole file. */
    static Section root(Source source, @Nullable Node node) {
        return of(source, "", "", node, 1);
    }

    private static Section of(Source source, String path, String pattern, @Nullable Node node, int line) {
        Section section = new Section(source, path, pattern, node == null ? line : line(node));
        if (node == null || isNull(node)) {
            return section;
        }
        if (!(node instanceof MappingNode mapping)) {
            source.problem(new Problem(source.name, line(node), path, shown(node), "键值对", "a mapping"));
            return section;
        }
        Set<String> known = ConfigKeys.below(pattern);
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            int at = line(tuple.getKeyNode());
            if (!known.contains(key) && !known.contains("*")) {
                source.problem(new Problem(
                        source.name,
                        at,
                        section.at(key),
                        null,
                        "已知的键 " + String.join("、", known),
                        "one of the keys " + String.join(", ", known)));
            }
            Integer before = section.lines.put(key, at);
            if (before != null) {
                source.problem(new Problem(
                        source.name,
                        at,
                        section.at(key),
                        null,
                        "每个键只写一次(第 " + before + " 行已有)",
                        "each key once (it stands on line " + before + " too)"));
            }
            section.values.put(key, tuple.getValueNode());
        }
        return section;
    }

    /** Whether a key stands in the file. */
    boolean has(String key) {
        Node node = values.get(key);
        return node != null && !isNull(node);
    }

    /** The names in this mapping, for those that may have any. */
    Set<String> names() {
        return values.keySet();
    }

    /** A mapping below; an empty one when it is not there. */
    Section section(String key) {
        String below = pattern.isEmpty()
                ? key
                : pattern + "." + (ConfigKeys.below(pattern).contains("*") ? "*" : key);
        return of(source, at(key), below, values.get(key), line);
    }

    /** The mappings of a list below. */
    List<Section> sections(String key) {
        List<Section> sections = new ArrayList<>();
        for (Node item : items(key)) {
            sections.add(of(source, at(key) + "[" + sections.size() + "]", pattern(key) + "[]", item, line));
        }
        return sections;
    }

    Scalar scalar(String key) {
        return scalar(key, false);
    }

    /** A value that no message shows. */
    Scalar secret(String key) {
        return scalar(key, true);
    }

    private Scalar scalar(String key, boolean secret) {
        source.asked(pattern(key));
        String variable = ConfigKeys.environment(at(key));
        String override = source.environment(variable);
        if (override != null) {
            return new Scalar(source, at(key), override, variable, 0, secret);
        }
        Node node = values.get(key);
        if (node == null || isNull(node)) {
            return new Scalar(source, at(key), null, source.name, lines.getOrDefault(key, line), secret);
        }
        if (node instanceof ScalarNode scalar) {
            return new Scalar(source, at(key), scalar.getValue(), source.name, line(node), secret);
        }
        source.problem(new Problem(source.name, line(node), at(key), shown(node), "单个值", "a single value"));
        return new Scalar(source, at(key), null, source.name, line(node), secret);
    }

    /** The values of a list; in the environment they are separated by commas. */
    List<Scalar> scalars(String key) {
        source.asked(pattern(key));
        String variable = ConfigKeys.environment(at(key));
        String override = source.environment(variable);
        List<Scalar> scalars = new ArrayList<>();
        if (override != null) {
            for (String item : override.split(",", -1)) {
                scalars.add(new Scalar(source, at(key), item.strip(), variable, 0, false));
            }
            return scalars;
        }
        for (Node item : items(key)) {
            String itemPath = at(key) + "[" + scalars.size() + "]";
            if (item instanceof ScalarNode scalar) {
                scalars.add(new Scalar(source, itemPath, scalar.getValue(), source.name, line(item), false));
            } else {
                source.problem(new Problem(source.name, line(item), itemPath, shown(item), "单个值", "a single value"));
            }
        }
        return scalars;
    }

    private List<Node> items(String key) {
        Node node = values.get(key);
        if (node == null || isNull(node)) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        source.problem(new Problem(source.name, line(node), at(key), shown(node), "列表", "a list"));
        return List.of();
    }

    /** Records a problem with a key as a whole, a list or a mapping. */
    void wrong(String key, String zh, String en) {
        source.problem(new Problem(source.name, lines.getOrDefault(key, line), at(key), null, zh, en));
    }

    /** A scalar of a free tree, met by {@link #tree}. */
    interface Visitor {
        void met(Scalar scalar, String name);
    }

    /** A free tree, as typed as JSON is; numbers keep their text. */
    Body tree(String key, Visitor visitor) {
        source.asked(pattern(key) + ".**");
        Node node = values.get(key);
        if (node == null || isNull(node)) {
            return Body.EMPTY;
        }
        if (value(node, at(key), key, visitor, 0) instanceof Body body) {
            return body;
        }
        source.problem(new Problem(source.name, line(node), at(key), shown(node), "键值对", "a mapping"));
        return Body.EMPTY;
    }

    private Value value(Node node, String at, String name, Visitor visitor, int depth) {
        if (depth > DEPTH_MAX) {
            source.problem(new Problem(
                    source.name,
                    line(node),
                    at,
                    shown(node),
                    "不超过 " + DEPTH_MAX + " 层",
                    DEPTH_MAX + " levels at most"));
            return Value.Null.NULL;
        }
        if (node instanceof MappingNode mapping) {
            Body.Builder body = Body.builder();
            Set<String> seen = new HashSet<>();
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                if (!seen.add(key)) {
                    source.problem(new Problem(
                            source.name, line(tuple.getKeyNode()), at + "." + key, null, "每个键只写一次", "each key once"));
                }
                body.put(key, value(tuple.getValueNode(), at + "." + key, key, visitor, depth + 1));
            }
            return body.build();
        }
        if (node instanceof SequenceNode sequence) {
            List<Value> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(value(item, at + "[" + items.size() + "]", name, visitor, depth + 1));
            }
            return new Value.Items(items);
        }
        String text = ((ScalarNode) node).getValue();
        visitor.met(new Scalar(source, at, text, source.name, line(node), false), name);
        return scalarValue(node, text);
    }

    private static Value scalarValue(Node node, String text) {
        if (isNull(node)) {
            return Value.Null.NULL;
        }
        if (node.getTag().equals(Tag.BOOL)) {
            return new Value.Bool(Boolean.parseBoolean(text));
        }
        boolean number = node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT);
        return number && JSON_NUMBER.matcher(text).matches() ? new Value.Num(text) : Value.text(text);
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private String pattern(String key) {
        return pattern.isEmpty() ? key : pattern + "." + key;
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }

    private static String shown(Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : node instanceof SequenceNode ? "[…]" : "{…}";
    }
}
