package io.wutong.store.imports;

import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads YAML into the message tree; every scalar is text, so that amounts keep their digits. */
public final class Yaml {

    private static final int CODE_POINTS_MAX = 8 * 1024 * 1024;

    private Yaml() {}

    /**
     * Reads one document.
     *
     * @throws IllegalArgumentException with line and column when it is no YAML, has a key twice, or is no mapping
     */
    public static Body read(String text) {
        try {
            Object root = new Load(LoadSettings.builder()
                            .setAllowDuplicateKeys(false)
                            .setCodePointLimit(CODE_POINTS_MAX)
                            .setMaxAliasesForCollections(10)
                            .setSchema(new org.snakeyaml.engine.v2.schema.FailsafeSchema())
                            .build())
                    .loadFromString(text);
            if (value(root) instanceof Body body) {
                return body;
            }
            throw new IllegalArgumentException("a mapping was expected");
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Value value(@org.jspecify.annotations.Nullable Object raw) {
        if (raw instanceof Map<?, ?> map) {
            Body.Builder body = Body.builder();
            map.forEach((key, value) -> body.put(String.valueOf(key), value(value)));
            return body.build();
        }
        if (raw instanceof List<?> list) {
            List<Value> values = new ArrayList<>();
            list.forEach(item -> values.add(value(item)));
            return new Value.Items(values);
        }
        return raw == null ? Value.Null.NULL : Value.text(String.valueOf(raw));
    }
}
