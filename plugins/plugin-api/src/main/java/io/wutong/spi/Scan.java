package io.wutong.spi;

import org.jspecify.annotations.Nullable;

/**
 * What a terminal read.
 *
 * @param text the card's text, the digits of an identity number, or what a QR code says
 * @param fixmedinsCode the institution where it was read
 * @param deviceNo the terminal
 * @param businessType the e-voucher's business type, for instance {@code 01101}; null for the reader's default
 */
public record Scan(
        String text,
        String fixmedinsCode,
        String deviceNo,
        @Nullable String businessType) {
    /** The kind is not shown: the text may be an identity number. */
    @Override
    public String toString() {
        return "Scan[" + fixmedinsCode + " " + deviceNo + "]";
    }
}
