package io.wutong.support;

import io.wutong.spi.Body;

/** An adapter's settings, checked by the host against the schema before: what is missing has the schema's default. */
public final class Settings {

    private final Body body;

    public Settings(Body body) {
        this.body = body;
    }

    /** A required one. */
    public String text(String name) {
        return body.text(name).orElseThrow(() -> new IllegalArgumentException(name + " is missing"));
    }

    public String text(String name, String otherwise) {
        return body.textOr(name, otherwise);
    }

    public long number(String name, long otherwise) {
        return body.text(name).map(Long::parseLong).orElse(otherwise);
    }
}
