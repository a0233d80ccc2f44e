package io.wutong.host.sign;

import io.wutong.host.JarTrust;
import io.wutong.host.PluginRefusedException;
import io.wutong.host.PluginRefusedException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/**
 * Trusts jars whose list of digests one of the allowed SM2 keys has signed.
 *
 * <pre>
 * readable in one way only? ─ no ─→ BAD_ENTRIES
 * list and signature there? ─ no ─→ NOT_SIGNED
 * key allowed? ────────────── no ─→ KEY_NOT_ALLOWED
 * signature over the list? ── no ─→ ALTERED
 * every entry as listed, none missing, none extra; id and version as listed? ─ no ─→ ALTERED
 * </pre>
 */
public final class SignedJars implements JarTrust {
    private final Map<String, ECPublicKeyParameters> allowed = new LinkedHashMap<>();

    /**
     * @param publicKeys Base64 of 64 or 65 bytes each; with none, no jar is trusted
     * @throws IllegalArgumentException when one is no key
     */
    public SignedJars(Collection<String> publicKeys) {
        for (String text : publicKeys) {
            ECPublicKeyParameters key = SigningKeys.publicKey(text);
            allowed.put(SigningKeys.id(key), key);
        }
    }

    @Override
    public String verify(Path jar) throws IOException {
        String file = jar.getFileName().toString();
        StrictJar read = StrictJar.read(jar);
        byte[] list = read.seals().get(Sealed.LIST);
        byte[] signatureBytes = read.seals().get(Sealed.SIGNATURE);
        if (list == null || signatureBytes == null) {
            throw new PluginRefusedException(
                    Reason.NOT_SIGNED,
                    file,
                    "没有签名。请核对来源后用 wutong plugin sign 签名,并把公钥写入配置 plugin_keys",
                    "it is not signed; check where it comes from, sign it with wutong plugin sign, and list the key in"
                            + " plugin_keys");
        }
        Sealed.Signature signature;
        Sealed.Contents contents;
        try {
            signature = Sealed.Signature.read(signatureBytes);
            contents = Sealed.Contents.read(list);
        } catch (IllegalArgumentException e) {
            throw altered(file, "签名文件不可读", "its signature cannot be read");
        }
        ECPublicKeyParameters key = allowed.get(signature.key());
        if (key == null) {
            throw new PluginRefusedException(
                    Reason.KEY_NOT_ALLOWED,
                    file,
                    "由密钥 " + shown(signature.key()) + " 签名,不在 plugin_keys 之列 " + allowed.keySet() + "。请核对来源,确认后加入该公钥",
                    "it is signed by key " + shown(signature.key()) + ", which is not among plugin_keys "
                            + allowed.keySet() + "; check where it comes from, then list that key");
        }
        if (!signature.verifies(list, key)) {
            throw altered(file, "签名与摘要清单不符", "the signature is not over this list of digests");
        }
        compare(file, read, contents);
        return "key " + signature.key();
    }

    private static void compare(String file, StrictJar read, Sealed.Contents contents) {
        Set<String> names = new LinkedHashSet<>(contents.entries().keySet());
        names.addAll(read.sums().keySet());
        for (String name : names) {
            Sm3.Sum listed = contents.entries().get(name);
            Sm3.Sum found = read.sums().get(name);
            if (listed == null) {
                throw altered(file, "多出条目 " + name, "it has an entry that was not signed: " + name);
            }
            if (found == null) {
                throw altered(file, "缺少条目 " + name, "an entry that was signed is gone: " + name);
            }
            if (!listed.equals(found)) {
                throw altered(file, "条目 " + name + " 被改动", "an entry was changed: " + name);
            }
        }
        if (!contents.id().equals(read.attribute("Plugin-Id"))
                || !contents.version().equals(read.attribute("Plugin-Version"))) {
            throw altered(file, "插件编号或版本与签名时不同", "id or version is not what was signed");
        }
    }

    private static PluginRefusedException altered(String file, String chinese, String english) {
        return new PluginRefusedException(
                Reason.ALTERED,
                file,
                chinese + "。请勿使用,从可信来源重新取得",
                english + "; do not use it, get it again from where you trust");
    }

    private static String shown(String key) {
        return key.matches("[0-9a-f]{16}") ? key : "?";
    }
}
