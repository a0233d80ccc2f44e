package io.wutong.coverage;

import io.wutong.port.Key;
import io.wutong.port.Row;

/**
 * Where a person's homes are, without saying who: published by homes to their province and the nation.
 *
 * @param certHash HMAC-SM3 of the certificate number
 * @param area a home; several rows are several coverages
 * @param psnNo the number at that home
 */
public record PersonIndex(String certHash, String area, String psnNo) implements Row {
    /** All homes of a certificate. */
    public static Key<PersonIndex> homes(String certHash) {
        return Key.of(PersonIndex.class, certHash);
    }

    @Override
    public Key<PersonIndex> key() {
        return Key.of(PersonIndex.class, certHash, area);
    }
}
