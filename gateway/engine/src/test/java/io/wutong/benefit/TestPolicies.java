package io.wutong.benefit;

import io.wutong.benefit.rules.Policy;
import io.wutong.benefit.rules.PolicyVersions;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Policies of the tests, from the files that ship and from the tests' own. */
final class TestPolicies {

    private TestPolicies() {}

    /** Those that ship. */
    static PolicyVersions shipped(String... names) {
        return versions("/api-spec/policies/", names);
    }

    /** Those of the tests. */
    static PolicyVersions own(String... names) {
        return versions("/benefit/policies/", names);
    }

    static Policy parse(String yaml) {
        return PolicyReader.read(yaml(yaml), "test");
    }

    static PolicyVersions versions(Policy... policies) {
        List<Policy> list = Policies.of(List.of(policies)).list();
        return day -> {
            for (Policy policy : list) {
                if (policy.validOn(day)) {
                    return policy;
                }
            }
            throw new IllegalArgumentException("no policy on " + day);
        };
    }

    static String resource(String path) {
        try (InputStream in = TestPolicies.class.getResourceAsStream(path)) {
            return new String(Objects.requireNonNull(in, path).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Body yaml(String text) {
        return (Body) value(new Load(LoadSettings.builder()
                        .setAllowDuplicateKeys(false)
                        .setSchema(new FailsafeSchema())
                        .build())
                .loadFromString(text));
    }

    private static PolicyVersions versions(String folder, String... names) {
        return versions(Arrays.stream(names)
                .map(name -> parse(resource(folder + name + ".yaml")))
                .toArray(Policy[]::new));
    }

    private static Value value(Object raw) {
        if (raw instanceof Map<?, ?> map) {
            Body.Builder body = Body.builder();
            map.forEach((key, value) -> body.put(String.valueOf(key), value(value)));
            return body.build();
        }
        if (raw instanceof List<?> list) {
            return new Value.Items(list.stream().map(TestPolicies::value).toList());
        }
        return raw == null ? Value.Null.NULL : Value.text(String.valueOf(raw));
    }
}
