package io.wutong.coverage;

/** HMAC-SM3 over a certificate number, the key of the person index; bound by the composition root. */
@FunctionalInterface
public interface CertHash {

    /** Lower-case hex of 64 digits; upper- and lower-case {@code x} of an identity number are the same. */
    String of(String certno);
}
