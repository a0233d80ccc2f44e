package io.wutong.host.sign;

import io.wutong.host.PluginRefusedException;
import io.wutong.host.PluginRefusedException.Reason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;

/** Signs plugin jars: writes the jar anew, its entries as they are, with the list of digests and its signature last. */
public final class JarSigner {
    private final ECPrivateKeyParameters key;

    /** @param pem as {@link SigningKeys#generate} makes it */
    public JarSigner(String pem) {
        this.key = SigningKeys.privateKey(pem);
    }

    /** Of the key that signs. */
    public String keyId() {
        return SigningKeys.id(SigningKeys.publicKey(key));
    }

    /**
     * Signs a jar in its place; one that is signed already is signed anew. The jar is replaced in one step.
     *
     * @throws PluginRefusedException when it can be read in more than one way, or is no plugin
     * @throws IOException when it cannot be read or written
     */
    public void sign(Path jar) throws IOException {
        StrictJar read = StrictJar.read(jar);
        String id = read.attribute("Plugin-Id");
        String version = read.attribute("Plugin-Version");
        if (id.isEmpty() || version.isEmpty()) {
            throw new PluginRefusedException(
                    Reason.UNREADABLE_JAR,
                    jar.getFileName().toString(),
                    "MANIFEST.MF 缺少 Plugin-Id 或 Plugin-Version,不是插件",
                    "its MANIFEST.MF has no Plugin-Id or no Plugin-Version: it is no plugin");
        }
        byte[] list = new Sealed.Contents(id, version, read.sums()).bytes();
        Path whole = jar.toAbsolutePath();
        Path folder = whole.getParent();
        Path fresh = Files.createTempFile(folder, ".signing-", ".tmp");
        try {
            write(whole, fresh, list);
            Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(whole));
            Files.move(fresh, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private void write(Path jar, Path fresh, byte[] list) throws IOException {
        try (ZipFile from = new ZipFile(jar.toFile());
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(fresh));
                ZipOutputStream to = new ZipOutputStream(out)) {
            for (ZipEntry entry : from.stream().toList()) {
                if (!Sealed.isSeal(entry.getName())) {
                    try (InputStream in = from.getInputStream(entry)) {
                        add(to, entry.getName(), entry.getTime());
                        in.transferTo(to);
                        to.closeEntry();
                    }
                }
            }
            add(to, Sealed.LIST, 0);
            to.write(list);
            to.closeEntry();
            add(to, Sealed.SIGNATURE, 0);
            to.write(Sealed.Signature.of(list, key).bytes());
            to.closeEntry();
        }
    }

    private static void add(ZipOutputStream to, String name, long time) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(Math.max(0, time));
        to.putNextEntry(entry);
    }
}
