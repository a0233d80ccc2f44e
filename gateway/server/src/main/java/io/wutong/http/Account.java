package io.wutong.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may call through the national interface: a hospital's HIS, or the platform for which a node of ours stands.
 *
 * @param paasid {@code x-tif-paasid}
 * @param token its secret
 * @param institutions whom it speaks for; none for a platform
 * @param signingKey Base64 of the SM2 public key with which it must sign its input; null when it need not
 * @param platform the node that stands for it: it speaks for every institution of that node's area outside of the nodes
 *     below; null for a hospital
 * @param answerKey Base64 of the SM2 private key with which we sign what we answer it; null when we do not
 */
public record Account(
        String paasid,
        String token,
        Set<String> institutions,
        @Nullable String signingKey,
        @Nullable String platform,
        @Nullable String answerKey) {
    public Account {
        institutions = Set.copyOf(institutions);
    }

    /** A hospital's. */
    public Account(String paasid, String token, Set<String> institutions, @Nullable String signingKey) {
        this(paasid, token, institutions, signingKey, null, null);
    }

    @Override
    public String toString() {
        return "Account[" + paasid + "]";
    }
}
