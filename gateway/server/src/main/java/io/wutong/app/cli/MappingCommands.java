package io.wutong.app.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import io.wutong.app.cli.Failures.BadFile;
import io.wutong.catalogue.DecideMapping;
import io.wutong.catalogue.MappingState;
import io.wutong.catalogue.rules.Validity;
import io.wutong.envelope.Refusal;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.store.catalogue.MappingQueue;
import io.wutong.store.imports.MappingFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wutong catalogue mappings|map}: the queue of codes that nobody knew, and the decisions on them. */
final class MappingCommands {

    private static final int SECONDS_MAX = 600;

    private MappingCommands() {}

    /** {@code wutong catalogue mappings}. */
    @Command(
            name = "mappings",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {"列出目录对照队列。", "Lists the mapping queue."},
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Queue implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigOption config;

        @Option(
                names = "--state",
                defaultValue = "PROPOSED",
                description = "PROPOSED 待对照、MAPPED 已对照、OUTSIDE 目录外；缺省 ${DEFAULT-VALUE} · state")
        private MappingState state;

        @Option(names = "--node", defaultValue = "", paramLabel = "NODE", description = "就医地节点 · place of care")
        private String node;

        @Option(names = "--institution", defaultValue = "", paramLabel = "CODE", description = "定点医药机构 · institution")
        private String institution;

        @Option(names = "--json", description = "每条一行 JSON · one line of JSON for each")
        private boolean json;

        @Override
        public Integer call() throws Exception {
            PrintWriter out = spec.commandLine().getOut();
            try (StoreSession session = StoreSession.open(config.read())) {
                Value rows = Await.of(session.mappings().list(state, node, institution), SECONDS_MAX);
                for (Value row : ((Value.Items) rows).values()) {
                    Body body = (Body) row;
                    out.println(json ? Json.writeText(body) : line(body));
                }
            }
            return Exit.OK;
        }

        private static String line(Body row) {
            return row.textOr("node", "") + "  " + row.textOr("fixmedins_code", "") + "  "
                    + row.textOr("local_code", "") + "  " + row.textOr("local_name", "") + "  "
                    + row.textOr("state_zh", "") + "  → " + row.textOr("code", "-") + "  "
                    + row.textOr("reason", "") + "  等待明细 waiting " + row.textOr("lines_waiting", "0");
        }
    }

    /** {@code wutong catalogue map}. */
    @Command(
            name = "map",
            mixinStandardHelpOptions = true,
            version = Exit.VERSION,
            description = {
                "决定本地编码的对照，未结算就诊中等待它的明细随即重新切分。",
                "Decides on local codes; lines of visits that are not settled are split again at once.",
                "文件为 CSV，列为 fixmedins_code,local_code,local_name,code,valid_from,valid_to；code 为空＝目录外。"
            },
            exitCodeListHeading = Exit.HEADING,
            exitCodeList = {Exit.OK_TEXT, Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
    @SuppressWarnings("NullAway.Init") // picocli fills the fields
    static final class Map implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigOption config;

        @Mixin
        private CatalogueCommand.Author author;

        @Option(names = "--node", required = true, paramLabel = "NODE", description = "就医地节点 · place of care")
        private String node;

        @ArgGroup(multiplicity = "1")
        private Given given;

        @Option(names = "--json", description = "输出 JSON · says it in JSON")
        private boolean json;

        /** One decision, or a file of them. */
        static final class Given {

            @ArgGroup(exclusive = false)
            @Nullable
            One one;

            @Option(names = "--file", required = true, paramLabel = "FILE", description = "CSV 文件(UTF-8) · a CSV file")
            @Nullable
            Path file;
        }

        /** What one decision says. */
        @SuppressWarnings("NullAway.Init") // picocli fills the fields
        static final class One {

            @Option(
                    names = "--institution",
                    required = true,
                    paramLabel = "CODE",
                    description = "定点医药机构，* 为本地所有 · institution, * for all")
            String institution;

            @Option(names = "--local", required = true, paramLabel = "CODE", description = "本地编码 · local code")
            String local;

            @Option(
                    names = "--code",
                    defaultValue = "",
                    paramLabel = "CODE",
                    description = "国家编码，缺省＝目录外 · national code; absent: outside")
            String code;

            @Option(names = "--from", defaultValue = "", paramLabel = "DATE", description = "起日 · first fee day")
            String from;

            @Option(names = "--to", defaultValue = "", paramLabel = "DATE", description = "止日 · last fee day")
            String to;
        }

        @Override
        public Integer call() throws Exception {
            List<DecideMapping.Choice> choices = choices();
            try (StoreSession session = StoreSession.open(config.read())) {
                MappingQueue queue = session.mappings();
                Instant at = Instant.now();
                int changed = Await.of(queue.decide(choices, author.by, author.why("catalogue map"), at), SECONDS_MAX);
                int lines = Await.of(queue.splitAgain(at), SECONDS_MAX);
                Body body = Body.builder()
                        .put("decisions", choices.size())
                        .put("changed", changed)
                        .put("lines_split_again", lines)
                        .build();
                spec.commandLine()
                        .getOut()
                        .println(
                                json
                                        ? Json.writeText(body)
                                        : "决定 " + choices.size() + " 条，新 " + changed + " 条，重新切分明细 " + lines
                                                + " 行 · decisions, new ones, lines split again");
            } catch (Refusal e) {
                throw new BadFile(Failures.text(e));
            }
            return Exit.OK;
        }

        private List<DecideMapping.Choice> choices() throws BadFile {
            if (given.file != null) {
                try {
                    return MappingFile.read(Inputs.text(given.file), node);
                } catch (IllegalArgumentException | CsvParseException e) {
                    throw BadFile.of(given.file.toString(), e);
                }
            }
            One one = java.util.Objects.requireNonNull(given.one);
            try {
                return List.of(new DecideMapping.Choice(
                        node,
                        one.institution,
                        one.local,
                        "",
                        one.code.isEmpty() ? MappingState.Event.LEAVE_OUTSIDE : MappingState.Event.MAP,
                        one.code,
                        Validity.parse(one.from, one.to)));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new BadFile("--from, --to: " + Failures.text(e));
            }
        }
    }
}
