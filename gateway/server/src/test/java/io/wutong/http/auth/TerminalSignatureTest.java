package io.wutong.http.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.wutong.http.auth.Verified.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalSignatureTest {

    private static final byte[] KEY = "key-of-a-terminal".getBytes(US_ASCII);
    private static final byte[] BODY = "{\"qr\":\"1\"}".getBytes(US_ASCII);
    private static final String PATH = "/terminal/v1/scans?x=1";
    private static final long SIGNED_AT = 1_700_000_000L;
    // computed with OpenSSL 3.0: the same text through dgst -sm3 -hmac
    private static final String SIGNATURE = "c01b95daeeadeedccecbcd0112628330b63a646583bedbe11a7cf19a3ff92691";

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap()
            .set(TerminalSignature.TERMINAL, "T-1")
            .set(TerminalSignature.TIMESTAMP, "1700000000")
            .set(TerminalSignature.NONCE, "abcdefgh")
            .set(TerminalSignature.SIGNATURE, SIGNATURE);

    private Verified<NonceClaim> verify(byte[] key, String method, String path, byte[] body, long now) {
        return TerminalSignature.read(headers)
                .then(claimed -> TerminalSignature.verify(claimed, key, method, path, body, now));
    }

    @Test
    void should_accept_when_signature_is_right() {
        assertThat(verify(KEY, "POST", PATH, BODY, SIGNED_AT))
                .isEqualTo(Verified.valid(new NonceClaim("T-1", "abcdefgh", SIGNED_AT)));
    }

    @Test
    void should_refuse_when_method_path_query_body_or_key_is_another() {
        Verified<NonceClaim> wrong = Verified.invalid(Reason.SIGNATURE_WRONG);
        byte[] otherKey = KEY.clone();
        otherKey[0]++;
        byte[] otherBody = BODY.clone();
        otherBody[7]++;
        assertThat(verify(KEY, "PUT", PATH, BODY, SIGNED_AT)).isEqualTo(wrong);
        assertThat(verify(KEY, "POST", "/terminal/v1/orders?x=1", BODY, SIGNED_AT))
                .isEqualTo(wrong);
        assertThat(verify(KEY, "POST", "/terminal/v1/scans?x=2", BODY, SIGNED_AT))
                .isEqualTo(wrong);
        assertThat(verify(KEY, "POST", "/terminal/v1/scans", BODY, SIGNED_AT)).isEqualTo(wrong);
        assertThat(verify(KEY, "POST", PATH, otherBody, SIGNED_AT)).isEqualTo(wrong);
        assertThat(verify(KEY, "POST", PATH, new byte[0], SIGNED_AT)).isEqualTo(wrong);
        assertThat(verify(otherKey, "POST", PATH, BODY, SIGNED_AT)).isEqualTo(wrong);
    }

    @ParameterizedTest
    @CsvSource({"x-wutong-timestamp,1700000001", "x-wutong-nonce,abcdefgi"})
    void should_refuse_when_a_signed_header_is_altered(String header, String value) {
        headers.set(header, value);
        assertThat(verify(KEY, "POST", PATH, BODY, SIGNED_AT)).isEqualTo(Verified.invalid(Reason.SIGNATURE_WRONG));
    }

    @ParameterizedTest
    @CsvSource({"-301,false", "-300,true", "300,true", "301,false"})
    void should_hold_the_window_when_clocks_differ(long offsetSeconds, boolean accepted) {
        Verified<NonceClaim> result = verify(KEY, "POST", PATH, BODY, SIGNED_AT + offsetSeconds);
        if (accepted) {
            assertThat(result).isInstanceOf(Verified.Valid.class);
        } else {
            assertThat(result).isEqualTo(Verified.invalid(Reason.TIMESTAMP_OUTSIDE_WINDOW));
        }
    }

    @Test
    void should_refuse_when_terminal_is_unknown_or_its_key_too_short() {
        byte[] zeros = new byte[32];
        headers.set(
                TerminalSignature.SIGNATURE,
                TerminalSignature.sign(zeros, "1700000000", "abcdefgh", "POST", PATH, BODY));
        Verified<NonceClaim> unknown = Verified.invalid(Reason.CALLER_UNKNOWN);
        assertThat(verify(null, "POST", PATH, BODY, SIGNED_AT)).isEqualTo(unknown);
        assertThat(verify(new byte[0], "POST", PATH, BODY, SIGNED_AT)).isEqualTo(unknown);
        assertThat(verify(new byte[15], "POST", PATH, BODY, SIGNED_AT)).isEqualTo(unknown);
    }
}
