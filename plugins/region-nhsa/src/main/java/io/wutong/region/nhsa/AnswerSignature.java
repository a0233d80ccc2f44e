package io.wutong.region.nhsa;

import io.vertx.core.Future;
import io.wutong.spi.CallFailure;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Value;
import io.wutong.support.JsonText;
import io.wutong.support.Sm;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.jspecify.annotations.Nullable;

/**
 * Believes an answer only with the region's signature over its {@code output}, where its key is configured. Signed is
 * what stands there: the characters of an object, {@code null} also for none at all, and of a text its own, decrypted
 * where outputs are encrypted. Without it, or with another one, nothing is known of what became of the call.
 */
final class AnswerSignature {

    private final @Nullable ECPublicKeyParameters key;
    private final String userId;
    private final String clientId;
    private final PluginServices services;

    /** @param clientId the SM4 key of encrypted outputs, {@code ""} when there are none */
    AnswerSignature(NhsaConfig config, String clientId, PluginServices services) {
        NhsaConfig.Signed signed = config.answers();
        key = signed == null ? null : Sm.publicKey(signed.publicKey());
        userId = signed == null ? "" : signed.userId();
        this.clientId = clientId;
        this.services = services;
    }

    /** @param text the answer as it came, and as {@code reply} was read from it */
    Future<Reply> checked(Reply reply, String text) {
        ECPublicKeyParameters theirs = key;
        if (theirs == null) {
            return Future.succeededFuture(reply);
        }
        String signature = reply.envelope().textOr("cainfo", "");
        return services.work(() -> {
            byte[] signed = signed(reply, text).getBytes(StandardCharsets.UTF_8);
            if (!Sm.verify(signed, signature, theirs, userId)) {
                throw new CallFailure(true, "answer_signature");
            }
            return reply;
        });
    }

    private String signed(Reply reply, String text) {
        return reply.envelope().get("output") instanceof Value.Text inner
                ? Reply.opened(inner.value(), clientId)
                : JsonText.valueOf(text, "output").orElse("null");
    }
}
