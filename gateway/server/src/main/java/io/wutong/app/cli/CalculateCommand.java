package io.wutong.app.cli;

import io.wutong.app.Gateway;
import io.wutong.benefit.Policies;
import io.wutong.benefit.StayReader;
import io.wutong.benefit.rules.Amounts;
import io.wutong.benefit.rules.Benefit;
import io.wutong.benefit.rules.History;
import io.wutong.benefit.rules.Policy;
import io.wutong.benefit.rules.PolicyVersions;
import io.wutong.benefit.rules.StayRefusal;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.store.imports.Yaml;
import io.wutong.topology.Areas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code wutong calculate --policy FILE… --stays FILE}: one person's stays in order, cancellations included. */
@Command(
        name = "calculate",
        mixinStandardHelpOptions = true,
        version = Exit.VERSION,
        description = {
            "按政策文件依次计算一个人的各次就医(可含撤销)，输出 JSON；不需要数据库。",
            "Calculates one person's stays in order, cancellations included, as JSON; needs no database."
        },
        exitCodeListHeading = Exit.HEADING,
        exitCodeList = {"0:全部算出 · all calculated", "1:有就医被拒绝 · a stay was refused", "2:文件有误 · a bad file"})
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class CalculateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--policy", required = true, arity = "1..*", paramLabel = "FILE", description = "政策文件 · policies")
    private List<Path> policyFiles;

    @Option(names = "--stays", required = true, paramLabel = "FILE", description = "就医文件，JSON 或 YAML · the stays")
    private Path stays;

    @Override
    public Integer call() throws IOException {
        PolicyFiles files = new PolicyFiles(policyFiles, Gateway.areas());
        if (!files.problems().isEmpty()) {
            files.problems().forEach(problem -> spec.commandLine().getErr().println(problem.getMessage()));
            return Exit.BAD_INPUT;
        }
        try {
            Body file = Yaml.read(Files.readString(stays, StandardCharsets.UTF_8));
            StayReader reader = new StayReader(file.body("person"), knownClasses(files));
            History history = new History(versions(file, files.policies(), Gateway.areas()), Amounts.NONE);
            List<Value> results = new ArrayList<>();
            boolean refused = false;
            List<Body> rows = file.bodies("stays");
            try (Progress bar = Progress.of(spec.commandLine().getErr(), "计算 calculate")) {
                for (Body row : rows) {
                    try {
                        results.add(one(row, reader, history));
                    } catch (StayRefusal e) {
                        refused = true;
                        results.add(CalculationJson.refusal(row.textOr("id", row.textOr("cancel", "")), e));
                    }
                    bar.at(results.size(), rows.size());
                }
            }
            spec.commandLine()
                    .getOut()
                    .println(Json.writeText(
                            Body.builder().put("results", results).build()));
            return refused ? Exit.FAILED : Exit.OK;
        } catch (IllegalArgumentException e) {
            spec.commandLine().getErr().println(stays + ": " + e.getMessage());
            return Exit.BAD_INPUT;
        }
    }

    private static Body one(Body row, StayReader reader, History history) {
        if (row.has("cancel")) {
            String id = row.textOr("cancel", "");
            return CalculationJson.cancellation(id, history.cancel(id), history.used());
        }
        Benefit benefit = history.settle(reader.read(row));
        return CalculationJson.benefit(row.textOr("id", ""), benefit);
    }

    /** The scheme that the stays name; without a name the only one among the policies. */
    private static PolicyVersions versions(Body file, List<Policy> policies, Areas areas) {
        String area = file.textOr("area", policies.get(0).area());
        String insutype = file.textOr("insutype", policies.get(0).insutype());
        if (!file.has("area") && policies.stream().anyMatch(p -> !p.area().equals(area))) {
            throw new StayRefusal("area", "政策文件不止一个区划，须写明 area · several areas: say which");
        }
        if (!file.has("insutype")
                && policies.stream().anyMatch(p -> !p.insutype().equals(insutype))) {
            throw new StayRefusal("insutype", "政策文件不止一个险种，须写明 insutype · several schemes: say which");
        }
        if (!areas.has(area)) {
            throw new StayRefusal("area", "未知的医保区划 " + area + " · unknown area");
        }
        Policies all = Policies.of(policies);
        return day -> all.find(areas, area, insutype, day)
                .orElseThrow(() -> new StayRefusal(
                        "discharged", area + " 险种 " + insutype + " 在 " + day + " 没有政策 · no policy on that day"));
    }

    /** Codes of {@code psn_type}, the classes of medical aid, and whatever the policies name. */
    private static Set<String> knownClasses(PolicyFiles files) throws IOException {
        Set<String> known = new HashSet<>(codes("psn_type.csv"));
        known.addAll(codes("aid_class.csv"));
        files.read().keySet().forEach(file -> known.addAll(file.personClasses()));
        return known;
    }

    private static List<String> codes(String table) throws IOException {
        try (InputStream in = CalculateCommand.class.getResourceAsStream("/api-spec/codes/" + table)) {
            String csv = new String(Objects.requireNonNull(in, table).readAllBytes(), StandardCharsets.UTF_8);
            return csv.lines()
                    .skip(1)
                    .map(line -> line.substring(0, line.indexOf(',')))
                    .toList();
        }
    }
}
