package io.wutong.app.cli;

import io.wutong.app.AppConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.store.imports.Change;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code wutong catalogue …}. */
@Command(
        name = "catalogue",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {"就医地目录与本地编码对照。", "Catalogues of places of care, and the mapping of local codes."},
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%n命令 commands:%n",
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT},
        subcommands = {
            CatalogueCommand.CatalogueImport.class,
            CompareCommand.class,
            CatalogueCommand.History.class,
            MappingCommands.Queue.class,
            MappingCommands.Map.class
        })
final class CatalogueCommand {

    private static final int SECONDS_MAX = 120;
    private static final int VERSION_DIGITS = 12;

    private CatalogueCommand() {}

    /** {@code wutong catalogue import}. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "导入就医地目录(CSV，列见 api-spec/README.md)；有任何错误都不导入，现行版本继续有效。",
                "Imports a place of care's catalogue (CSV; api-spec/README.md has the columns). Any error refuses the"
                        + " whole file; the version in force stays."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {ImportCommands.IMPORTED, Exit.FAILED_TEXT, ImportCommands.BAD_FILE})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class CatalogueImport extends ImportCommands.Import {

        @Option(names = "--area", required = true, paramLabel = "AREA", description = "目录所属区划 · whose catalogue it is")
        private String area;

        @Mixin
        private Author author;

        @Parameters(paramLabel = "FILE", description = "CSV 文件(UTF-8)，- 为标准输入 · - for standard input")
        private Path file;

        @Override
        void load(Loading loading) throws Exception {
            Change change = new Change(author.by, author.why("导入 import " + file.getFileName()), "", "");
            loading.file("catalogue", area, file, (imports, text, at) -> imports.catalogue(area, text, change, at));
        }
    }

    /** Who does something, and why; it stays in the history. */
    static final class Author {

        @Option(
                names = "--by",
                paramLabel = "WHO",
                defaultValue = "${sys:user.name}",
                description = "谁，记入历史；缺省 ${DEFAULT-VALUE} · who, for the history")
        String by = "";

        @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "原因，记入历史 · why, for the history")
        private String why = "";

        String why(String otherwise) {
            return why.isBlank() ? otherwise : why;
        }

        /** Who, and why as far as he has said. */
        String said() {
            return why.isBlank() ? by : by + "：" + why;
        }
    }

    /** {@code wutong catalogue history}. */
    @Command(
            name = "history",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "列出一个区划的目录历次版本：何时、谁、为何、改了什么。",
                "Lists the versions of an area's catalogue: when, who, why, what."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class History implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigOption config;

        @Option(names = "--json", description = "每个版本一行 JSON · one line of JSON for each")
        private boolean json;

        @Parameters(paramLabel = "AREA", description = "六位医保区划 · six digits")
        private String area;

        @Override
        public Integer call() throws Exception {
            AppConfig read = config.read();
            PrintWriter out = spec.commandLine().getOut();
            try (StoreSession session = StoreSession.open(read)) {
                List<Body> history = Await.of(session.imports().catalogueHistory(area), SECONDS_MAX);
                history.forEach(one -> out.println(json ? Json.writeText(one) : line(one)));
            }
            return Exit.OK;
        }

        private static String line(Body one) {
            return one.textOr("at", "") + "  " + digits(one, "previous") + " → " + digits(one, "version") + "  "
                    + one.textOr("by", "") + "  " + one.textOr("why", "") + "  " + one.textOr("summary", "");
        }

        private static String digits(Body one, String name) {
            String version = one.textOr(name, "");
            return version.isEmpty() ? "-" : version.substring(0, VERSION_DIGITS);
        }
    }
}
