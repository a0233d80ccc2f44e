package io.wutong.sandbox.stand;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The homes' policy: the sandbox's, for another area. */
public final class Policy {

    /** What each person has used up before the run: an earlier stay of the year. */
    public static final String USED = "{}";

    private Policy() {}

    public static String yaml(String area) {
        try (InputStream in = Policy.class.getResourceAsStream("/world/policy-320115-390.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\"320115\"", "\"" + area + "\"")
                    .replace("jiangning-", "bench-" + area + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
