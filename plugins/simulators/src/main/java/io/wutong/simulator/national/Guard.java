package io.wutong.simulator.national;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vertx.core.http.HttpServerRequest;
import io.wutong.simulator.pool.HttpFront;
import io.wutong.simulator.pool.No;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/** Who may call, in each of the three transports; its own code over the provider, not over the engine of the plugin. */
public final class Guard implements HttpFront.Gate {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private final String paasid;
    private final String tifToken;
    private final String clientId;
    private final String basic;
    private final String form;
    private final @Nullable PublicKey key;
    private final boolean paths;
    private final Set<String> nonces = new HashSet<>();
    private final Set<String> tokens = new HashSet<>();

    private Guard(
            String paasid,
            String tifToken,
            String clientId,
            String basic,
            String form,
            @Nullable PublicKey key,
            boolean paths) {
        this.paasid = paasid;
        this.tifToken = tifToken;
        this.clientId = clientId;
        this.basic = basic;
        this.form = form;
        this.key = key;
        this.paths = paths;
    }

    /** {@code x-tif-*}, at one URL or at a path for each transaction. */
    public static Guard tif(String paasid, String token, boolean paths) {
        return new Guard(paasid, token, "", "", "", null, paths);
    }

    /** A token by password; with a public key, inputs are signed and encrypted. */
    public static Guard oauth(
            String clientId, String secret, String username, String password, @Nullable PublicKey key) {
        String pair = clientId + ":" + secret;
        return new Guard(
                "",
                "",
                clientId,
                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)),
                "username=" + username + "&password=" + password + "&scope=server&grant_type=password",
                key,
                false);
    }

    /** Every token is refused from now on. */
    public synchronized void revokeTokens() {
        tokens.clear();
    }

    @Override
    public synchronized @Nullable Answer check(HttpServerRequest request, String message) {
        if (!basic.isEmpty()) {
            return token(request, message);
        }
        if (paths != request.path().matches(".*/fsi/api/[A-Za-z0-9]+/[A-Za-z0-9]+") || !isSigned(request)) {
            // said by the gateway in front of the core
            return new Answer(200, "{\"code\":500159,\"success\":false,\"message\":\"签名验证失败\"}");
        }
        return null;
    }

    private boolean isSigned(HttpServerRequest request) {
        String time = String.valueOf(request.getHeader("x-tif-timestamp"));
        String nonce = String.valueOf(request.getHeader("x-tif-nonce"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((time + tifToken + nonce + time).getBytes(StandardCharsets.UTF_8));
            return paasid.equals(request.getHeader("x-tif-paasid"))
                    && HexFormat.of().formatHex(digest).equals(request.getHeader("x-tif-signature"))
                    && nonces.add(nonce);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Answer token(HttpServerRequest request, String message) {
        if (request.path().endsWith("/auth/oauth/token")) {
            if (!basic.equals(request.getHeader("Authorization")) || !form.equals(message)) {
                return new Answer(401, "{\"error\":\"invalid_grant\"}");
            }
            byte[] random = new byte[16];
            new SecureRandom().nextBytes(random);
            String token = HexFormat.of().formatHex(random);
            tokens.add(token);
            return new Answer(
                    200, "{\"access_token\":\"" + token + "\",\"token_type\":\"bearer\",\"expires_in\":7200}");
        }
        String bearer = String.valueOf(request.getHeader("Authorization")).replace("Bearer ", "");
        return tokens.contains(bearer) ? null : new Answer(401, "{\"error\":\"invalid_token\"}");
    }

    /** The input in clear, its signature checked. */
    ObjectNode open(ObjectNode envelope) throws JacksonException {
        JsonNode input = envelope.path("input");
        if (key == null) {
            return (ObjectNode) input;
        }
        try {
            byte[] plain = sm4(Cipher.DECRYPT_MODE, Base64.getDecoder().decode(input.asText()));
            if (!Sm2Pair.verify(plain, envelope.path("cainfo").asText(), key)) {
                throw new No("签名验证失败");
            }
            return (ObjectNode) JSON.readTree(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new No("报文解密失败");
        }
    }

    /** The output as this region writes it: encrypted where it has a key, else now and then as a text. */
    JsonNode seal(JsonNode output, boolean asText) throws JacksonException {
        if (key == null) {
            return asText ? TextNode.valueOf(JSON.writeValueAsString(output)) : output;
        }
        try {
            byte[] sealed = sm4(Cipher.ENCRYPT_MODE, JSON.writeValueAsBytes(output));
            return TextNode.valueOf(Base64.getEncoder().encodeToString(sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] sm4(int mode, byte[] text) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("SM4/ECB/PKCS7Padding", PROVIDER);
        cipher.init(mode, new SecretKeySpec(clientId.getBytes(StandardCharsets.US_ASCII), "SM4"));
        return cipher.doFinal(text);
    }
}
