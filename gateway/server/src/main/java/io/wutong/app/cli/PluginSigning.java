package io.wutong.app.cli;

import io.wutong.app.cli.Failures.BadFile;
import io.wutong.host.PluginRefusedException;
import io.wutong.host.sign.JarSigner;
import io.wutong.host.sign.SigningKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wutong plugin key} and {@code wutong plugin sign}. */
final class PluginSigning {
    private PluginSigning() {}

    /** {@code wutong plugin key FILE}. */
    @Command(
            name = "key",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "生成插件签名密钥(SM2)：私钥写入 FILE(权限 0600)，公钥打印出来，写入配置的 plugin_keys。已有私钥时只打印其公钥。",
                "Makes a key pair (SM2) that signs plugins: the private key goes into FILE (mode 0600), the public key is"
                        + " printed and belongs into plugin_keys. Of a key that is there, prints the public half."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Key implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "FILE", description = "私钥文件(PKCS#8 PEM) · the private key (PKCS#8, PEM)")
        private Path file;

        @Override
        public Integer call() throws Exception {
            if (!Files.exists(file)) {
                write(file, SigningKeys.generate(new SecureRandom()));
                spec.commandLine().getErr().println("私钥已写入，请妥善保管 · the private key is in " + file + ", keep it safe");
            }
            spec.commandLine().getOut().println(publicKey(file));
            return Exit.OK;
        }

        /** Never readable by others, not for a moment, and never over a key that is there. */
        private static void write(Path file, String pem) throws IOException {
            try {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } catch (FileAlreadyExistsException e) {
                throw new IOException(file + " 已存在 · is there already", e);
            }
            Files.writeString(file, pem);
        }
    }

    /** {@code wutong plugin sign JAR…}. */
    @Command(
            name = "sign",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "给插件包签名(在原文件上)：包内全部条目的 SM3 摘要清单，及其 SM2 签名。签名前先用 plugin doctor 检查。",
                "Signs plugin jars in their place: a list of SM3 digests of all entries, and its SM2 signature. Let plugin"
                        + " doctor look at them first."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Sign implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Parameters(arity = "1..*", paramLabel = "JAR", description = "插件包 · plugin jars")
        private List<Path> jars;

        @Option(
                names = "--key",
                required = true,
                paramLabel = "FILE",
                description = "私钥文件，由 plugin key 生成 · the private key, as plugin key makes it")
        private Path key;

        @Override
        public Integer call() throws Exception {
            PrintWriter out = spec.commandLine().getOut();
            JarSigner signer = new JarSigner(pem(key));
            for (Path jar : jars) {
                try {
                    signer.sign(jar);
                } catch (PluginRefusedException | IOException e) {
                    throw BadFile.of(jar.toString(), e);
                }
                out.println(jar + ": 已签名 · signed, key " + signer.keyId());
            }
            return Exit.OK;
        }
    }

    static String publicKey(Path file) throws BadFile {
        return SigningKeys.publicText(SigningKeys.privateKey(pem(file)));
    }

    private static String pem(Path file) throws BadFile {
        try {
            String pem = Files.readString(file);
            SigningKeys.privateKey(pem);
            return pem;
        } catch (IOException | IllegalArgumentException e) {
            throw BadFile.of(file.toString(), e);
        }
    }
}
