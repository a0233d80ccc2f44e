package io.wutong.host.sign;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.SM2Signer;

/**
 * The two entries that a signed jar has on top: the list of what is in it, and the signature of that list.
 *
 * <pre>
 * META-INF/WUTONG.LIST   Wutong-Plugin-Digests: 1
 *                        Plugin-Id: region-example
 *                        Plugin-Version: 1.0.0
 *                        &lt;SM3, 64 hexadecimal digits&gt; &lt;bytes&gt; &lt;entry&gt;     one line each, in the jar's order
 * META-INF/WUTONG.SIG    Wutong-Plugin-Signature: 1
 *                        Key: &lt;id&gt;
 *                        Value: &lt;Base64 of SM2 with SM3 over all bytes of the list&gt;
 * </pre>
 */
final class Sealed {
    static final String LIST = "META-INF/WUTONG.LIST";
    static final String SIGNATURE = "META-INF/WUTONG.SIG";
    static final int BYTES_MAX = 8 * 1024 * 1024;

    private static final String LIST_HEAD = "Wutong-Plugin-Digests: 1";
    private static final String SIGNATURE_HEAD = "Wutong-Plugin-Signature: 1";

    private Sealed() {}

    /** Whether an entry is one of the two, in whatever spelling a class loader may take for them. */
    static boolean isSeal(String name) {
        return name.equals(LIST) || name.equals(SIGNATURE);
    }

    /** What a list says. */
    record Contents(String id, String version, Map<String, Sm3.Sum> entries) {

        byte[] bytes() {
            StringJoiner lines = new StringJoiner("\n", "", "\n");
            lines.add(LIST_HEAD).add("Plugin-Id: " + id).add("Plugin-Version: " + version);
            entries.forEach((name, sum) -> lines.add(sum.hex() + " " + sum.bytes() + " " + name));
            return lines.toString().getBytes(StandardCharsets.UTF_8);
        }

        /** @throws IllegalArgumentException when it is no such list */
        static Contents read(byte[] bytes) {
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            if (lines.size() < 3 || !lines.get(0).equals(LIST_HEAD)) {
                throw new IllegalArgumentException("no list of digests");
            }
            Map<String, Sm3.Sum> entries = new LinkedHashMap<>();
            for (String line : lines.subList(3, lines.size())) {
                String[] cells = line.split(" ", 3);
                if (cells.length != 3
                        || entries.put(cells[2], new Sm3.Sum(cells[0], Long.parseLong(cells[1]))) != null) {
                    throw new IllegalArgumentException("no list of digests");
                }
            }
            return new Contents(field(lines.get(1), "Plugin-Id"), field(lines.get(2), "Plugin-Version"), entries);
        }
    }

    /** A signature as it stands in a jar. */
    record Signature(String key, byte[] value) {

        static Signature of(byte[] list, ECPrivateKeyParameters key) {
            SM2Signer signer = new SM2Signer();
            signer.init(true, key);
            signer.update(list, 0, list.length);
            try {
                return new Signature(SigningKeys.id(SigningKeys.publicKey(key)), signer.generateSignature());
            } catch (CryptoException e) {
                throw new IllegalStateException(e);
            }
        }

        boolean verifies(byte[] list, ECPublicKeyParameters publicKey) {
            SM2Signer verifier = new SM2Signer();
            verifier.init(false, publicKey);
            verifier.update(list, 0, list.length);
            return verifier.verifySignature(value);
        }

        byte[] bytes() {
            String text = SIGNATURE_HEAD + "\nKey: " + key + "\nValue: "
                    + Base64.getEncoder().encodeToString(value) + "\n";
            return text.getBytes(StandardCharsets.UTF_8);
        }

        /** @throws IllegalArgumentException when it is no such signature, or not to the byte as it is written */
        static Signature read(byte[] bytes) {
            List<String> lines =
                    new String(bytes, StandardCharsets.UTF_8).lines().toList();
            if (lines.size() != 3 || !lines.get(0).equals(SIGNATURE_HEAD)) {
                throw new IllegalArgumentException("no signature");
            }
            Signature signature = new Signature(
                    field(lines.get(1), "Key"), Base64.getDecoder().decode(field(lines.get(2), "Value")));
            if (!Arrays.equals(signature.bytes(), bytes)) { // Base64 has several spellings of some values
                throw new IllegalArgumentException("no signature as it is written");
            }
            return signature;
        }
    }

    private static String field(String line, String name) {
        if (!line.startsWith(name + ": ")) {
            throw new IllegalArgumentException("no " + name);
        }
        return line.substring(name.length() + 2);
    }
}
