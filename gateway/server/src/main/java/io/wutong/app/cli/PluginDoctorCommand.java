package io.wutong.app.cli;

import io.wutong.app.cli.Failures.BadFile;
import io.wutong.host.Diagnosis;
import io.wutong.host.Diagnosis.Finding;
import io.wutong.host.Diagnosis.Level;
import io.wutong.host.JarTrust;
import io.wutong.host.PluginDoctor;
import io.wutong.host.sign.SignedJars;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wutong plugin doctor JAR}: what is wrong with a jar, without running anything of it. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "检查插件包，不运行其中任何代码：编号、版本、扩展点、配置 schema、不该打包的类、签名、会阻塞的调用。",
            "Looks a plugin jar over without running it: id, versions, extensions, schema, classes that must not be in it,"
                    + " signature, calls that block."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {"0:没有错误(可有提醒) · no errors, perhaps warnings", "1:有错误 · errors", Exit.BAD_INPUT_TEXT})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class PluginDoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "JAR", description = "插件包 · the plugin's jar")
    private Path jar;

    @Option(names = "--key", paramLabel = "KEY", description = "核验签名用的公钥(Base64) · public keys to verify with (Base64)")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "用该配置的 plugin_keys 核验签名 · verify with the plugin_keys of this configuration")
    private @Nullable Path config;

    @Option(names = "--json", description = "以 JSON 输出 · print JSON")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Diagnosis diagnosis;
        try {
            diagnosis = PluginDoctor.examine(jar, trust());
        } catch (IOException e) {
            throw BadFile.of(jar.toString(), e);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? Json.writeText(body(diagnosis)) : text(diagnosis));
        return diagnosis.sound() ? Exit.OK : Exit.FAILED;
    }

    private @Nullable JarTrust trust() throws Exception {
        if (config != null) {
            return ConfigOption.read(config).pluginTrust();
        }
        try {
            return keys.isEmpty() ? null : new SignedJars(keys);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--key 应为 SM2 公钥(64 或 65 字节的 Base64) · expected an SM2 public key in Base64");
        }
    }

    private static String text(Diagnosis found) {
        List<String> lines = new ArrayList<>();
        lines.add(found.file());
        lines.add("  编号 id                " + found.id());
        lines.add("  版本 version           " + found.version());
        lines.add("  适用网关 requires      " + found.requires());
        lines.add("  扩展 extensions        " + String.join(", ", found.extensions()));
        lines.add("  签名 signature         " + found.signature());
        for (Finding finding : found.findings()) {
            lines.add(
                    (finding.level() == Level.ERROR ? "  ✘ " : "  ! ") + finding.chinese() + " · " + finding.english());
        }
        lines.add(found.sound() ? "  ✔ 可用 · can be used" : "  ✘ 不可用 · cannot be used");
        return String.join(System.lineSeparator(), lines);
    }

    private static Body body(Diagnosis found) {
        List<Value> findings = new ArrayList<>();
        for (Finding finding : found.findings()) {
            findings.add(Body.builder()
                    .put("level", finding.level().name())
                    .put("zh", finding.chinese())
                    .put("en", finding.english())
                    .build());
        }
        return Body.builder()
                .put("file", found.file())
                .put("id", found.id())
                .put("version", found.version())
                .put("requires", found.requires())
                .put(
                        "extensions",
                        new Value.Items(List.copyOf(
                                found.extensions().stream().map(Value::text).toList())))
                .put("signature", found.signature())
                .put("usable", new Value.Bool(found.sound()))
                .put("findings", findings)
                .build();
    }
}
