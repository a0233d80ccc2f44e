package io.wutong.store.imports;

import io.wutong.benefit.PolicyFault;
import io.wutong.benefit.PolicyReader;
import io.wutong.benefit.rules.Policy;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import io.wutong.topology.Areas;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A policy file as text: reads it, and says of what is wrong in which line it stands. */
public final class PolicyFile {

    private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[([0-9]+)]");

    private final String name;
    private final String text;

    public PolicyFile(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** What is wrong: file, line from 1, key as a path, reason. */
    public static final class Problem extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final int line;
        private final String key;
        private final String reason;

        Problem(String file, int line, String key, String reason) {
            super(file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + reason);
            this.line = line;
            this.key = key;
            this.reason = reason;
        }

        public int line() {
            return line;
        }

        public String key() {
            return key;
        }

        public String reason() {
            return reason;
        }
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    /**
     * Reads the policy.
     *
     * @throws Problem when it cannot be used
     */
    public Policy read(Areas areas) {
        try {
            Policy policy = PolicyReader.read(Yaml.read(text), Imports.hashOf(text));
            if (!areas.has(policy.area())) {
                throw problem("area", "未知的医保区划 " + policy.area() + " · unknown area");
            }
            return policy;
        } catch (PolicyFault e) {
            throw problem(e.key(), e.reason());
        } catch (Problem e) {
            throw e;
        } catch (IllegalArgumentException e) {
            int line = e.getCause() instanceof MarkedYamlEngineException marked
                    ? marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1)
                    : 1;
            String reason = e.getCause() instanceof MarkedYamlEngineException marked
                    ? "不是合法的 YAML · no YAML: " + marked.getProblem()
                    : String.valueOf(e.getMessage());
            throw new Problem(name, line, "", reason);
        }
    }

    /** The classes of persons that it names, in conditions and groups. */
    public Set<String> personClasses() {
        Set<String> classes = new TreeSet<>();
        gather(Yaml.read(text), false, classes);
        return classes;
    }

    private static void gather(Value value, boolean wanted, Set<String> classes) {
        if (value instanceof Body body) {
            body.fields()
                    .forEach((key, child) ->
                            gather(child, wanted || key.equals("person") || key.equals("groups"), classes));
        } else if (value instanceof Value.Items items) {
            items.values().forEach(item -> gather(item, wanted, classes));
        } else if (wanted && value instanceof Value.Text one) {
            classes.add(one.value().startsWith("!") ? one.value().substring(1) : one.value());
        }
    }

    /** A problem found elsewhere, at a key of this file. */
    public Problem problem(String key, String reason) {
        return new Problem(name, line(key), key, reason);
    }

    /** The line of a key, or of the last one above it when it is missing; from 1. */
    public int line(String key) {
        Node node;
        try {
            Optional<Node> root = new Compose(LoadSettings.builder().build()).composeString(text);
            if (root.isEmpty()) {
                return 1;
            }
            node = root.get();
        } catch (YamlEngineException e) {
            return 1;
        }
        int line = 1;
        Matcher step = STEP.matcher(key);
        while (step.find()) {
            Optional<Node> next = Optional.empty();
            if (step.group(1) == null) {
                int index = Integer.parseInt(step.group(2));
                if (node instanceof SequenceNode list && index < list.getValue().size()) {
                    next = Optional.of(list.getValue().get(index));
                    line = next.get()
                            .getStartMark()
                            .map(mark -> mark.getLine() + 1)
                            .orElse(line);
                }
            } else if (node instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode scalar
                            && scalar.getValue().equals(step.group(1))) {
                        line = scalar.getStartMark()
                                .map(mark -> mark.getLine() + 1)
                                .orElse(line);
                        next = Optional.of(tuple.getValueNode());
                    }
                }
            }
            if (next.isEmpty()) {
                return line;
            }
            node = next.get();
        }
        return line;
    }
}
