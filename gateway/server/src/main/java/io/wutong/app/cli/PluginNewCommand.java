package io.wutong.app.cli;

import io.wutong.app.cli.Failures.BadFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code wutong plugin new NAME}: copies the template of the distribution into a new folder, with names filled in. What
 * the project compiles against lies in the distribution's {@code sdk}.
 */
@Command(
        name = "new",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "新建地区插件项目：用 Maven 构建，通过契约测试，可在沙箱中结算。",
            "Makes a new project of a region's plugin: it builds with Maven, passes the contract tests, settles in the"
                    + " sandbox."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class PluginNewCommand implements Callable<Integer> {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final Pattern PACKAGE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "名称，小写字母、数字、连字符，如 wuhan-v2 · lower-case letters, digits, hyphens")
    private String name;

    @Option(
            names = "--package",
            paramLabel = "PACKAGE",
            description = "Java 包名，默认 com.example.<名称> · Java package; default com.example.NAME")
    private @Nullable String packageName;

    @Option(names = "--title", paramLabel = "TEXT", description = "中文名称 · its title, in Chinese")
    private @Nullable String title;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "在哪个文件夹下建，默认为当前文件夹 · where to put it; default: the current folder")
    private Path dir;

    @Override
    public Integer call() throws Exception {
        String plain = name.startsWith("region-") ? name.substring("region-".length()) : name;
        String java = packageName == null ? "com.example." + plain.replace("-", "") : packageName;
        if (!NAME.matcher(plain).matches() || plain.length() > 40) {
            throw wrong("NAME: 应为小写字母开头的小写字母、数字、连字符 · expected lower-case letters, digits, hyphens: " + name);
        }
        if (!PACKAGE.matcher(java).matches()) {
            throw wrong("--package: 应为至少两段的小写包名 · expected a package of two parts or more: " + java);
        }
        String id = "region-" + plain;
        Path home =
                Path.of(System.getProperty("wutong.home", ".")).toAbsolutePath().normalize();
        Path template = home.resolve("template/region");
        if (!Files.isDirectory(template)) {
            throw new BadFile(
                    template + ": 没有模板，请用安装目录的 bin/wutong · no template there, use bin/wutong of the distribution");
        }
        Path project = dir.resolve(id);
        if (Files.exists(project)) {
            throw new BadFile(project + ": 已存在，不覆盖 · is there already and is not written over");
        }
        write(template, project, values(id, plain, java, home.resolve("sdk")));
        print(project);
        return Exit.OK;
    }

    private Map<String, String> values(String id, String plain, String java, Path sdk) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("__package__", java);
        values.put("__group__", java.substring(0, java.lastIndexOf('.')));
        values.put("__id__", id);
        values.put(
                "__Name__",
                Arrays.stream(plain.split("-"))
                        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining()));
        values.put("__PREFIX__", plain.replace("-", "").toUpperCase(Locale.ROOT));
        values.put("__title__", title == null ? plain + " 地区适配插件" : title);
        values.put("__sdk__", sdk.toString());
        return values;
    }

    private static void write(Path template, Path project, Map<String, String> values) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(template)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            String to = template.relativize(file)
                    .toString()
                    .replace(
                            "__package__",
                            values.getOrDefault("__package__", "").replace('.', '/'));
            Path target = project.resolve(filled(to, values));
            Files.createDirectories(target.getParent());
            Files.writeString(target, filled(Files.readString(file), values));
        }
    }

    private static String filled(String text, Map<String, String> values) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace(value.getKey(), value.getValue());
        }
        return filled;
    }

    private void print(Path project) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("已建 · made: " + project);
        out.println("  cd " + project);
        out.println("  mvn verify              构建并运行契约测试 · builds, runs the contract tests");
        out.println("  wutong plugin dev .     在沙箱中运行，重新编译即换上 · runs in the sandbox, reloads what is compiled");
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
