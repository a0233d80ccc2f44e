package io.wutong.store;

import java.nio.charset.StandardCharsets;

/**
 * The one place through which personal data goes into columns and comes out of them (names, certificate numbers,
 * telephones, whole messages): packed today, or as text, so that field encryption can come without touching every table.
 */
public final class PersonalData {

    private PersonalData() {}

    static String seal(String clear) {
        return clear;
    }

    public static String open(String sealed) {
        return sealed;
    }

    static byte[] seal(Packed.Kind kind, byte[] document) {
        return Packed.pack(kind, document);
    }

    /** @param beside a document that is at hand whenever this one is opened */
    static byte[] seal(Packed.Kind kind, byte[] document, byte[] beside) {
        return Packed.pack(kind, document, beside);
    }

    public static byte[] open(byte[] sealed) {
        return Packed.unpack(sealed);
    }

    public static byte[] open(byte[] sealed, byte[] beside) {
        return Packed.unpack(sealed, beside);
    }

    static byte[] sealText(Packed.Kind kind, String document) {
        return seal(kind, document.getBytes(StandardCharsets.UTF_8));
    }

    public static String openText(byte[] sealed) {
        return new String(open(sealed), StandardCharsets.UTF_8);
    }
}
