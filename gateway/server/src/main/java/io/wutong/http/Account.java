package io.wutong.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A hospital's account.
 *
 * @param paasid {@code x-tif-paasid}
 * @param token its secret
 * @param institutions whom it speaks for
 * @param signingKey Base64 of the SM2 public key with which it must sign its input; null when it need not
 */
public record Account(
        String paasid,
        String token,
        Set<String> institutions,
        @Nullable String signingKey) {
    public Account {
        institutions = Set.copyOf(institutions);
    }

    @Override
    public String toString() {
        return "Account[" + paasid + "]";
    }
}
