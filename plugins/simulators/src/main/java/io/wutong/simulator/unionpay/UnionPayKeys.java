package io.wutong.simulator.unionpay;

import io.wutong.simulator.pki.Authority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.util.encoders.Base64;
import org.bouncycastle.util.encoders.DecoderException;
import org.bouncycastle.util.encoders.Hex;

/** UnionPay's authority, its signing certificate, the merchant's, and some that must not be believed. */
public final class UnionPayKeys {

    private static final String SIGNER = "CN=041@8310000000083040@中国银联股份有限公司@00016493, OU=Simulation, C=CN";

    private final KeyPair unionPay = Authority.pair("RSA");
    private final KeyPair merchant = Authority.pair("RSA");
    private final KeyPair stranger = Authority.pair("RSA");
    private final X509Certificate root;
    private final X509Certificate middle;
    private final X509Certificate signer;
    private final X509Certificate merchantSigner;
    private final X509Certificate otherMerchant;
    private final X509Certificate forged;
    private final X509Certificate expired;

    public UnionPayKeys(Clock clock) {
        Authority authority = Authority.root("CN=Simulated UnionPay Root, O=Wutong, C=CN", "RSA", clock);
        Authority operator = authority.below("CN=Simulated UnionPay Operation CA, O=Wutong, C=CN");
        root = authority.certificate();
        middle = operator.certificate();
        signer = operator.issue(SIGNER, unionPay.getPublic());
        merchantSigner =
                operator.issue("CN=041@7772900581100480@模拟医院@00000001, OU=Simulation, C=CN", merchant.getPublic());
        otherMerchant =
                operator.issue("CN=041@7772900581100481@别家商户@00000002, OU=Simulation, C=CN", stranger.getPublic());
        forged = Authority.root("CN=Simulated UnionPay Operation CA, O=Wutong, C=CN", "RSA", clock)
                .issue(SIGNER, stranger.getPublic());
        expired = operator.issueExpired(SIGNER, unionPay.getPublic());
    }

    public String merchantKeyPem() {
        return Authority.pem(merchant.getPrivate());
    }

    public String merchantCertificatePem() {
        return Authority.pem(merchantSigner);
    }

    public String rootPem() {
        return Authority.pem(root);
    }

    public String middlePem() {
        return Authority.pem(middle);
    }

    /** UnionPay's own certificate: nobody is told it beforehand. */
    public String signerPem() {
        return Authority.pem(signer);
    }

    String merchantCertId() {
        return merchantSigner.getSerialNumber().toString(10);
    }

    /** Who signs. */
    enum Signer {
        UNION_PAY,
        MERCHANT,
        FORGED,
        EXPIRED
    }

    /** Adds certificate and signature. */
    Map<String, String> sign(Map<String, String> message, Signer who) {
        return sign(message, who, UnionPayKeys::hexOfDigest);
    }

    /** @param hexOfDigest of what is signed: of all of these fields, sorted */
    Map<String, String> sign(
            Map<String, String> message, Signer who, Function<Map<String, String>, byte[]> hexOfDigest) {
        X509Certificate certificate = switch (who) {
            case UNION_PAY -> signer;
            case MERCHANT -> otherMerchant;
            case FORGED -> forged;
            case EXPIRED -> expired;
        };
        boolean own = who == Signer.UNION_PAY || who == Signer.EXPIRED;
        Map<String, String> signed = new TreeMap<>(message);
        signed.put("signPubKeyCert", Authority.pem(certificate));
        try {
            RSADigestSigner rsa = new RSADigestSigner(new SHA256Digest());
            rsa.init(
                    true,
                    PrivateKeyFactory.createKey(
                            (own ? unionPay : stranger).getPrivate().getEncoded()));
            byte[] data = hexOfDigest.apply(signed);
            rsa.update(data, 0, data.length);
            signed.put("signature", Base64.toBase64String(rsa.generateSignature()));
            return signed;
        } catch (IOException | CryptoException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The forgery that the vendor's sample code takes when its secret is empty. */
    static Map<String, String> hashWithNothing(Map<String, String> message) {
        Map<String, String> signed = new TreeMap<>(message);
        signed.put("signMethod", "11");
        String inner = Hex.toHexString(sha256(new byte[0]));
        signed.put(
                "signature", Hex.toHexString(sha256((joined(signed) + "&" + inner).getBytes(StandardCharsets.UTF_8))));
        return signed;
    }

    boolean merchantSigned(Map<String, String> message) {
        try {
            AsymmetricKeyParameter key =
                    PublicKeyFactory.createKey(merchant.getPublic().getEncoded());
            RSADigestSigner rsa = new RSADigestSigner(new SHA256Digest());
            rsa.init(false, key);
            byte[] data = hexOfDigest(message);
            rsa.update(data, 0, data.length);
            return rsa.verifySignature(Base64.decode(message.getOrDefault("signature", "")));
        } catch (IOException | DecoderException e) {
            return false;
        }
    }

    static byte[] hexOfDigest(Map<String, String> message) {
        return Hex.encode(sha256(joined(message).getBytes(StandardCharsets.UTF_8)));
    }

    private static String joined(Map<String, String> message) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, String> field : new TreeMap<>(message).entrySet()) {
            if (!field.getKey().equals("signature")) {
                text.append(text.length() == 0 ? "" : "&")
                        .append(field.getKey())
                        .append('=')
                        .append(field.getValue());
            }
        }
        return text.toString();
    }

    private static byte[] sha256(byte[] bytes) {
        SHA256Digest digest = new SHA256Digest();
        digest.update(bytes, 0, bytes.length);
        byte[] out = new byte[digest.getDigestSize()];
        digest.doFinal(out, 0);
        return out;
    }
}
