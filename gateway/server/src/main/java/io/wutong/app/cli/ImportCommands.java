package io.wutong.app.cli;

import io.wutong.app.AppConfig;
import io.wutong.app.cli.Failures.BadFile;
import io.wutong.topology.Node;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code wutong person|institution|policy|region|codes|catalogue import}: load files as immutable versions. They open only the store;
 * running processes see the new versions within seconds.
 */
final class ImportCommands {

    static final String IMPORTED = "0:已导入，或已是现行版本 · imported, or in force already";
    static final String BAD_FILE = "2:参数有误，或文件有误(指明行、列) · a wrong argument, or a bad file (line, column)";

    private ImportCommands() {}

    /** {@code wutong person}. */
    @Command(
            name = "person",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {"参保人员资料。", "Insured persons."},
            synopsisSubcommandLabel = "COMMAND",
            commandListHeading = "%n命令 commands:%n",
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {IMPORTED, Exit.FAILED_TEXT, BAD_FILE},
            subcommands = PersonImport.class)
    static final class Persons {}

    /** {@code wutong institution}. */
    @Command(
            name = "institution",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {"定点医药机构。", "Institutions."},
            synopsisSubcommandLabel = "COMMAND",
            commandListHeading = "%n命令 commands:%n",
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {IMPORTED, Exit.FAILED_TEXT, BAD_FILE},
            subcommands = InstitutionImport.class)
    static final class Institutions {}

    /** {@code wutong region}. */
    @Command(
            name = "region",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {"各地区处置故障的规则。", "How regions want failures cured."},
            synopsisSubcommandLabel = "COMMAND",
            commandListHeading = "%n命令 commands:%n",
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {IMPORTED, Exit.FAILED_TEXT, BAD_FILE},
            subcommands = RegionImport.class)
    static final class Regions {}

    /** {@code wutong codes}. */
    @Command(
            name = "codes",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {"医院下载的标准编码(1301 等)。", "Code standards that hospitals download (1301 and its sisters)."},
            synopsisSubcommandLabel = "COMMAND",
            commandListHeading = "%n命令 commands:%n",
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {IMPORTED, Exit.FAILED_TEXT, BAD_FILE},
            subcommands = CodesImport.class)
    static final class Codes {}

    /** What all imports have. */
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    abstract static class Import implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigOption config;

        @Option(names = "--json", description = "每个文件输出一行 JSON · one line of JSON for each file")
        private boolean json;

        @Override
        public Integer call() throws Exception {
            AppConfig read = config.read();
            try (StoreSession session = StoreSession.open(read)) {
                load(new Loading(session, read, spec.commandLine().getOut(), json));
            }
            return Exit.OK;
        }

        abstract void load(Loading loading) throws Exception;
    }

    /** {@code wutong person import}. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "导入参保人员：每行一个 JSON，含 baseinfo、insuinfo(同 1101 应答)，可有 idetinfo、filings、designated。",
                "Imports persons: one JSON a line with baseinfo and insuinfo, as 1101 answers them, and if need be",
                "idetinfo, filings and designated; api-spec/policies/README.md shows a line."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {IMPORTED, Exit.FAILED_TEXT, BAD_FILE})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class PersonImport extends Import {

        @Option(names = "--node", required = true, paramLabel = "NODE", description = "参保地节点，6 位区划 · the home node")
        private String node;

        @Parameters(paramLabel = "FILE", description = "JSON Lines 文件(UTF-8)，- 为标准输入 · - for standard input")
        private Path file;

        @Override
        void load(Loading loading) throws Exception {
            if (loading.config().nodes().stream().noneMatch(one -> one.id().equals(node) && one.hostedHere())) {
                throw new BadFile("--node " + node + ": 应为本配置承载的节点 · a node that this configuration hosts was"
                        + " expected: "
                        + loading.config().nodes().stream()
                                .filter(Node::hostedHere)
                                .map(Node::id)
                                .sorted()
                                .toList());
            }
            loading.file(
                    "persons",
                    node,
                    file,
                    (imports, text, at) -> imports.persons(node, text.lines().toList(), at));
        }
    }

    /** {@code wutong institution import}. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "导入定点医药机构：CSV，列为 fixmedins_code,fixmedins_name,area,settlement_level,hosp_lv,fixmedins_type。",
                "Imports institutions from CSV with these columns."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {IMPORTED, Exit.FAILED_TEXT, BAD_FILE})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class InstitutionImport extends Import {

        @Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "这份名单的名称；同名的新文件取代旧版本 · the list's name: a new file of it replaces the old")
        private String name;

        @Parameters(paramLabel = "FILE", description = "CSV 文件(UTF-8)，- 为标准输入 · - for standard input")
        private Path file;

        @Override
        void load(Loading loading) throws Exception {
            loading.file("institutions", name, file, (imports, text, at) -> imports.institutions(name, text, at));
        }
    }

    /** {@code wutong region import}. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "导入地区规则：CSV，列为 area,rule,value；取值见 api-spec/region-rules.csv 及其说明。",
                "Imports rules of regions from CSV with these columns; api-spec/region-rules.csv has what is shipped."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {IMPORTED, Exit.FAILED_TEXT, BAD_FILE})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class RegionImport extends Import {

        @Option(
                names = "--name",
                required = true,
                paramLabel = "NAME",
                description = "这份规则的名称；同名的新文件取代旧版本 · the file's name: a new file of it replaces the old")
        private String name;

        @Parameters(paramLabel = "FILE", description = "CSV 文件(UTF-8)，- 为标准输入 · - for standard input")
        private Path file;

        @Override
        void load(Loading loading) throws Exception {
            loading.file("regions", name, file, (imports, text, at) -> imports.regions(name, text, at));
        }
    }

    /** {@code wutong codes import}. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "导入一种标准编码的全量文件：UTF-8 文本，制表符分隔，首行为字段名，首列为编码；未变的行保留原版本号，缺的行置为无效。",
                "Imports one code standard whole: UTF-8, parted by tabs, field names first, the code in the first column.",
                "Rows that say the same keep their version; those that are missing are not valid any more."
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {IMPORTED, Exit.FAILED_TEXT, BAD_FILE})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class CodesImport extends Import {

        @Option(
                names = "--area",
                required = true,
                paramLabel = "AREA",
                description = "发布的区划，6 位 · the area that publishes it")
        private String area;

        @Option(
                names = "--number",
                required = true,
                paramLabel = "INFNO",
                description = "下载它的交易：1301 至 1311、1313 至 1315、1320、1321、1901 · the transaction that downloads it")
        private String infno;

        @Parameters(paramLabel = "FILE", description = "文本文件(UTF-8)，- 为标准输入 · - for standard input")
        private Path file;

        @Override
        void load(Loading loading) throws Exception {
            if (!infno.matches("13(0[1-9]|1[01345]|2[01])|1901")) {
                throw new BadFile("--number " + infno + ": 没有这种目录 · no such list");
            }
            loading.file("codes", area, file, (imports, text, at) -> imports.codes(area, infno, text, at));
        }
    }

    /** {@code wutong policy import}. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {"导入待遇政策(YAML)；政策名写在文件里。", "Imports policies (YAML); a policy's name stands in its file."},
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {IMPORTED, Exit.FAILED_TEXT, BAD_FILE})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class PolicyImport extends Import {

        @Parameters(paramLabel = "FILE", arity = "1..*", description = "YAML 文件(UTF-8) · files")
        private List<Path> files;

        @Override
        void load(Loading loading) throws Exception {
            for (Path file : files) {
                loading.file("policy", "", file, (imports, text, at) -> imports.policy(file.toString(), text, at));
            }
        }
    }
}
