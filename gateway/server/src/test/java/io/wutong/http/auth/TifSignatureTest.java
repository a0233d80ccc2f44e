package io.wutong.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.wutong.http.auth.Verified.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TifSignatureTest {

    private static final String TOKEN = "TESTTOKEN0123456789";
    private static final String NONCE = "abcdefghijklmnopqrstuvwxyz012345";
    private static final String SIGNATURE = "e57258453e5a19a0d5c94f82cc5dd2dd26c7c65fc07f20a1d1dcb1df347f4aa9";
    private static final long SIGNED_AT = 1_700_000_000L;

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap()
            .set(TifSignature.PAASID, "hospital-1")
            .set(TifSignature.TIMESTAMP, "1700000000")
            .set(TifSignature.NONCE, NONCE)
            .set(TifSignature.SIGNATURE, SIGNATURE);

    private Verified<NonceClaim> verify(long now) {
        return TifSignature.read(headers).then(claimed -> TifSignature.verify(claimed, TOKEN, now));
    }

    @Test
    void should_give_the_published_values_when_signing() {
        assertThat(TifSignature.sign("1700000000", TOKEN, NONCE)).isEqualTo(SIGNATURE);
        assertThat(TifSignature.sign("1700000000", "", NONCE))
                .isEqualTo("a55f027f10fd7ec6b4c090fc6886385aa72a621f46f4e9d97e82a92a181f64cc");
    }

    @Test
    void should_yield_the_nonce_to_claim_when_signature_is_right() {
        assertThat(verify(SIGNED_AT)).isEqualTo(Verified.valid(new NonceClaim("hospital-1", NONCE, SIGNED_AT)));
    }

    @ParameterizedTest
    @CsvSource({"-301,false", "-300,true", "0,true", "300,true", "301,false"})
    void should_hold_the_window_when_clocks_differ(long offsetSeconds, boolean accepted) {
        Verified<NonceClaim> result = verify(SIGNED_AT + offsetSeconds);
        if (accepted) {
            assertThat(result).isInstanceOf(Verified.Valid.class);
        } else {
            assertThat(result).isEqualTo(Verified.invalid(Reason.TIMESTAMP_OUTSIDE_WINDOW));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "x-tif-timestamp,1700000001",
        "x-tif-nonce,abcdefghijklmnopqrstuvwxyz012346",
        "x-tif-signature,f57258453e5a19a0d5c94f82cc5dd2dd26c7c65fc07f20a1d1dcb1df347f4aa9"
    })
    void should_refuse_when_one_part_is_altered(String header, String value) {
        headers.set(header, value);
        assertThat(verify(SIGNED_AT)).isEqualTo(Verified.invalid(Reason.SIGNATURE_WRONG));
    }

    @Test
    void should_refuse_when_token_is_another() {
        Verified<NonceClaim> result =
                TifSignature.read(headers).then(claimed -> TifSignature.verify(claimed, TOKEN + "0", SIGNED_AT));
        assertThat(result).isEqualTo(Verified.invalid(Reason.SIGNATURE_WRONG));
    }

    @Test
    void should_refuse_when_account_is_unknown() {
        for (String noToken : new String[] {null, ""}) {
            // even with a signature that fits an empty token, or the stand-in for a missing one
            for (String guess : new String[] {"", "00000000000000000000000000000000"}) {
                headers.set(TifSignature.SIGNATURE, TifSignature.sign("1700000000", guess, NONCE));
                Verified<NonceClaim> result =
                        TifSignature.read(headers).then(claimed -> TifSignature.verify(claimed, noToken, SIGNED_AT));
                assertThat(result).isEqualTo(Verified.invalid(Reason.CALLER_UNKNOWN));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-tif-paasid", "x-tif-timestamp", "x-tif-nonce", "x-tif-signature"})
    void should_refuse_when_a_header_is_missing_or_repeated(String header) {
        String value = headers.get(header);
        headers.add(header, value);
        assertThat(verify(SIGNED_AT)).isEqualTo(Verified.invalid(Reason.HEADER_REPEATED));
        headers.remove(header);
        assertThat(verify(SIGNED_AT)).isEqualTo(Verified.invalid(Reason.HEADER_MISSING));
    }

    @ParameterizedTest
    @CsvSource({
        "x-tif-timestamp,'',TIMESTAMP_MALFORMED",
        "x-tif-timestamp,-1700000000,TIMESTAMP_MALFORMED",
        "x-tif-timestamp,01700000000,TIMESTAMP_MALFORMED",
        "x-tif-timestamp,1700000000.0,TIMESTAMP_MALFORMED",
        "x-tif-timestamp,99999999999999999999,TIMESTAMP_MALFORMED",
        "x-tif-timestamp,１７０００００００0,TIMESTAMP_MALFORMED",
        "x-tif-nonce,abcdefg,NONCE_MALFORMED",
        "x-tif-nonce,abcdefgh_,NONCE_MALFORMED",
        "x-tif-nonce,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,NONCE_MALFORMED",
        "x-tif-signature,E57258453E5A19A0D5C94F82CC5DD2DD26C7C65FC07F20A1D1DCB1DF347F4AA9,SIGNATURE_MALFORMED",
        "x-tif-signature,e572,SIGNATURE_MALFORMED",
        "x-tif-paasid,'',CALLER_UNKNOWN"
    })
    void should_refuse_when_a_header_is_malformed(String header, String value, Reason reason) {
        headers.set(header, value);
        assertThat(verify(SIGNED_AT)).isEqualTo(Verified.invalid(reason));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 64})
    void should_accept_when_nonce_has_the_length_of_an_edge(int length) {
        String nonce = "-".repeat(length);
        headers.set(TifSignature.NONCE, nonce);
        headers.set(TifSignature.SIGNATURE, TifSignature.sign("1700000000", TOKEN, nonce));
        assertThat(verify(SIGNED_AT)).isInstanceOf(Verified.Valid.class);
    }
}
