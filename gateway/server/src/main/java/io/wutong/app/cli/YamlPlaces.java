package io.wutong.app.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Finds the line and column of a key path such as {@code layers[0].brackets[1].ratio}: readers of documents name the key
 * that is wrong, and an author looks for the line.
 */
final class YamlPlaces {

    private static final Pattern PATH =
            Pattern.compile("^([a-z_]+(?:\\[[0-9]+])?(?:\\.[a-z_*0-9]+(?:\\[[0-9]+])?)*): ");
    private static final Pattern STEP = Pattern.compile("([a-z_*0-9]+)|\\[([0-9]+)]");

    private YamlPlaces() {}

    /** The message with line and column in front, when it begins with a path of this YAML; else as it is. */
    static String located(String yaml, String message) {
        Matcher path = PATH.matcher(message);
        if (!path.find()) {
            return message;
        }
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().build()).composeString(yaml);
        } catch (YamlEngineException e) {
            return message;
        }
        return root.filter(MappingNode.class::isInstance)
                .flatMap(node -> deepest(node, path.group(1)).getStartMark())
                .map(mark -> "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": " + message)
                .orElse(message);
    }

    /** The node at the path, or the last one above it when a key is missing. */
    private static Node deepest(Node root, String path) {
        Node node = root;
        Matcher step = STEP.matcher(path);
        while (step.find()) {
            Optional<Node> next =
                    step.group(1) == null ? item(node, Integer.parseInt(step.group(2))) : value(node, step.group(1));
            if (next.isEmpty()) {
                return node;
            }
            node = next.get();
        }
        return node;
    }

    private static Optional<Node> item(Node node, int index) {
        return node instanceof SequenceNode list && index < list.getValue().size()
                ? Optional.of(list.getValue().get(index))
                : Optional.empty();
    }

    private static Optional<Node> value(Node node, String key) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(key)) {
                    return Optional.of(tuple.getValueNode());
                }
            }
        }
        return Optional.empty();
    }
}
