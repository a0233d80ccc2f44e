package io.wutong.spi;

/**
 * How the patient can pay now.
 *
 * @param kind what to do with {@code content}
 * @param content for {@link Kind#CODE_URL} the text of the QR code; for {@link Kind#APP_PARAMETERS} a JSON object;
 *     empty for {@link Kind#NOTHING}
 */
public record PayPrompt(Kind kind, String content) {
    public enum Kind {
        CODE_URL,
        APP_PARAMETERS,
        NOTHING
    }
}
