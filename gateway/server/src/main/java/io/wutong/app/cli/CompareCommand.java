package io.wutong.app.cli;

import io.wutong.app.AppConfig;
import io.wutong.app.cli.Failures.BadFile;
import io.wutong.catalogue.Catalogue;
import io.wutong.catalogue.rules.CatalogueDiff;
import io.wutong.catalogue.rules.CatalogueItem;
import io.wutong.catalogue.rules.Difference;
import io.wutong.catalogue.rules.Fix;
import io.wutong.store.imports.CatalogueFile;
import io.wutong.store.imports.Change;
import io.wutong.store.imports.DifferenceFile;
import io.wutong.store.imports.Imports;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code wutong catalogue compare A B}: what B says otherwise than A, row by row and by kind; a fix for each; with
 * {@code --apply} a new version of A with those accepted. A itself is never changed: a file gets a sister file and a line
 * in its history, a catalogue in force a new version with who, when and why.
 */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "比较两份目录：新增、删除、变更(名称、类别、限价、先自付比例、限用、有效期等)，逐条提出修正；--apply 采纳并产生新版本。",
            "Compares two catalogues: added, removed, changed by kind; proposes a fix for each; --apply makes a new"
                    + " version with those accepted.",
            "A、B 为 CSV 文件，或 area:区划(现行版本，需 --config) · CSV files, or area:CODE for the version in force."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {"0:已比较(不论有无差异) · compared, whether or not they differ", Exit.FAILED_TEXT, Exit.BAD_INPUT_TEXT})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class CompareCommand implements Callable<Integer> {

    private static final String AREA = "area:";
    private static final int SECONDS_MAX = 600;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "我方目录 · our catalogue")
    private String a;

    @Parameters(index = "1", paramLabel = "B", description = "对照的目录 · the one to compare with")
    private String b;

    @Option(names = "--json", description = "输出 JSON，含每一条 · JSON with every difference")
    private boolean json;

    @Option(
            names = "--proposals",
            paramLabel = "FILE",
            description = "把逐条差异与建议写成 CSV，可在 accept 列填 y · writes the proposals as CSV; put y into column accept")
    private @Nullable Path proposals;

    @Option(names = "--apply", description = "采纳建议，产生新版本 · apply what is accepted")
    private boolean apply;

    @Option(
            names = "--accept",
            split = ",",
            paramLabel = "KIND",
            description = "只采纳这些：added removed changed，或 name class limit ratio limited_use type dates；缺省全部"
                    + " · accept only these kinds; all when absent")
    private List<String> accept = List.of();

    @Option(
            names = "--accepted",
            paramLabel = "FILE",
            description = "只采纳此文件(--proposals 写出、accept 列为 y)中的 · accept only those marked in this file")
    private @Nullable Path accepted;

    @Option(
            names = "--on",
            paramLabel = "DATE",
            description = "自该费用日起用新值，之前仍用旧值；缺省视 B 为历来正确 · new values from this fee day on; else B was always right")
    private @Nullable LocalDate on;

    @Option(names = "--out", paramLabel = "FILE", description = "新版本写到哪里，缺省在 A 旁 · where the new version goes")
    private @Nullable Path target;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "配置文件，用 area: 时需要 · needed with area:")
    private @Nullable Path config;

    @Mixin
    private CatalogueCommand.Author author;

    /** A catalogue and the text it was read from. */
    private record Side(String name, String text, List<CatalogueItem> items) {}

    @Override
    public Integer call() throws Exception {
        if (!a.startsWith(AREA) && !b.startsWith(AREA)) {
            return compare(null);
        }
        if (config == null) {
            throw new BadFile("area: 需要 --config · area: needs --config");
        }
        AppConfig read = ConfigOption.read(config);
        try (StoreSession session = StoreSession.open(read)) {
            return compare(session);
        }
    }

    private int compare(@Nullable StoreSession session) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Side ours = side(a, session);
        Side theirs = side(b, session);
        List<Difference> differences;
        try (Progress bar = Progress.of(spec.commandLine().getErr(), "比较 compare")) {
            int total = ours.items.size();
            differences = CatalogueDiff.of(ours.items, theirs.items, done -> bar.at(done, total));
        }
        List<Fix> fixes = differences.stream()
                .map(difference -> Fix.propose(difference, on))
                .toList();
        CompareReport report = new CompareReport(ours.name, ours.items.size(), theirs.name, theirs.items.size(), fixes);
        if (proposals != null) {
            Files.writeString(proposals, DifferenceFile.write(fixes));
        }
        if (!apply) {
            report.print(out, json, null);
            return Exit.OK;
        }
        List<Fix> taken = taken(fixes);
        report.print(out, json, apply(session, ours, theirs, taken));
        return Exit.OK;
    }

    private Side side(String name, @Nullable StoreSession session) throws Exception {
        String text = name.startsWith(AREA)
                ? Await.of(
                        Objects.requireNonNull(session).imports().catalogueInForce(name.substring(AREA.length())),
                        SECONDS_MAX)
                : Inputs.text(Path.of(name));
        if (text.isEmpty()) {
            throw new BadFile(name + ": 没有目录 · no catalogue");
        }
        int rows = (int) text.chars().filter(c -> c == '\n').count();
        try (Progress bar = Progress.of(spec.commandLine().getErr(), "读取 read " + name)) {
            return new Side(name, text, CatalogueFile.read(text, done -> bar.at(done, rows)));
        } catch (IllegalArgumentException e) {
            throw BadFile.of(name, e);
        }
    }

    /** The fixes that are accepted, cut down to the kinds that are. */
    private List<Fix> taken(List<Fix> fixes) throws BadFile {
        try {
            List<Fix> marked = accepted == null ? fixes : DifferenceFile.accepted(Inputs.text(accepted), fixes);
            return accept.isEmpty()
                    ? marked
                    : marked.stream()
                            .flatMap(fix -> fix.difference().ofKinds(accept).stream())
                            .map(difference -> Fix.propose(difference, on))
                            .toList();
        } catch (IllegalArgumentException e) {
            throw accepted == null ? new BadFile(Failures.text(e)) : BadFile.of(accepted.toString(), e);
        }
    }

    /** Makes the new version; says where it is. */
    private CompareReport.Applied apply(@Nullable StoreSession session, Side ours, Side theirs, List<Fix> taken)
            throws Exception {
        if (taken.isEmpty()) {
            return new CompareReport.Applied(0, "", "");
        }
        List<CatalogueItem> fixed = Fix.apply(ours.items, taken);
        try {
            Catalogue.of(fixed);
        } catch (IllegalArgumentException e) {
            throw new BadFile(
                    "采纳后目录自相矛盾，未更改 · these fixes alone contradict each other, nothing changed: " + Failures.text(e));
        }
        String text = CatalogueFile.write(fixed);
        String version = Imports.hashOf(text);
        Change change = new Change(
                author.by,
                author.why("与 " + theirs.name + " 比较后采纳 · accepted after comparing"),
                CompareReport.summary(taken),
                Imports.hashOf(ours.text));
        Instant at = Instant.now();
        if (ours.name.startsWith(AREA)) {
            String area = ours.name.substring(AREA.length());
            Await.of(Objects.requireNonNull(session).imports().catalogue(area, text, change, at), SECONDS_MAX);
            return new CompareReport.Applied(taken.size(), version, ours.name);
        }
        Path file = target == null ? DifferenceFile.sister(Path.of(ours.name), version) : target;
        Files.writeString(file, text);
        DifferenceFile.remember(Path.of(ours.name), file, version, change, at);
        return new CompareReport.Applied(taken.size(), version, file.toString());
    }
}
