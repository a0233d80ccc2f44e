package io.wutong.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Finds the exact bytes of {@code input}: that is what {@code cainfo} signs (interface reference §2.5). */
final class InputBytes {

    private static final JsonFactory FACTORY = new JsonFactory();

    private InputBytes() {}

    /** The bytes from the brace that opens {@code input} to the one that closes it; empty without one. */
    static byte[] of(byte[] envelope) {
        try (JsonParser parser = FACTORY.createParser(envelope)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean input = "input".equals(parser.currentName());
                parser.nextToken();
                int start = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                if (input) {
                    int end = (int) parser.currentLocation().getByteOffset();
                    return Arrays.copyOfRange(envelope, start, end);
                }
            }
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
