package io.wutong.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.Body;
import io.wutong.spi.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code catalogue compare} on files. */
class CompareCommandTest {

    private static final String HEADER = "code,name,level,selfpay_prop,price_max,limited_use,valid_from,valid_to\n";
    private static final String A = HEADER + """
            X1,头孢,01,0,,,2025-01-01,
            X2,"氯化钠, 注射液",02,0.10,12.50,,2025-01-01,
            X3,老项目,02,0.20,,,2025-01-01,
            X4,靶向药,02,0.20,,,2025-01-01,
            """;
    private static final String B = HEADER + """
            X4,靶向药,02,0.20,,限二线,2025-01-01,
            X2,"氯化钠, 注射液",02,0.15,11.00,,2025-01-01,
            X1,头孢,01,0,,,2025-01-01,2026-12-31
            X5,新项目,01,0,,,2026-01-01,
            """;

    @TempDir
    Path folder;

    private Path a;
    private Path b;

    @BeforeEach
    void write() throws IOException {
        a = Files.writeString(folder.resolve("a.csv"), A);
        b = Files.writeString(folder.resolve("b.csv"), B);
    }

    @Test
    void should_count_by_kind_and_show_each_when_two_files_differ() {
        Ran ran = compare();

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .contains("新增 added: 1", "删除 removed: 1", "变更 changed: 3")
                .contains("先自付比例 ratio: 1", "限价 limit: 1", "限用范围 limited_use: 1", "有效期 dates: 1")
                .contains("X2", "0.1000 → 0.1500", "12.5 → 11");
        // piped, so nothing is drawn
        assertThat(ran.err()).isEmpty();
        assertThat(a).hasContent(A);
    }

    @Test
    void should_say_the_same_as_json() {
        Body report = Json.read(compare("--json").out().getBytes(StandardCharsets.UTF_8));

        Body summary = report.body("summary");
        assertThat(summary.textOr("added", "") + summary.textOr("removed", "") + summary.textOr("changed", ""))
                .isEqualTo("113");
        assertThat(summary.body("changed_by").textOr("limit", "")).isEqualTo("1");
        assertThat(report.bodies("differences")).hasSize(5);
        assertThat(report.bodies("differences"))
                .filteredOn(one -> one.textOr("code", "").equals("X2"))
                .singleElement()
                .satisfies(one -> assertThat(one.bodies("changes")).hasSize(2));
        assertThat(report.has("applied")).isFalse();
    }

    @Test
    void should_make_a_version_with_history_when_everything_is_applied() throws IOException {
        Ran ran = compare("--apply", "--by", "clerk", "--why", "年度更新", "--json");

        Body applied = Json.read(ran.out()).body("applied");
        assertThat(applied.textOr("fixes", "")).isEqualTo("5");
        Path made = Path.of(applied.textOr("target", ""));
        assertThat(made.getParent()).isEqualTo(folder);
        assertThat(Json.read(compare(made, b, "--json").out()).bodies("differences"))
                .isEmpty();
        assertThat(a).hasContent(A);
        Body history = Json.read(Files.readString(folder.resolve("a.history.jsonl")));
        assertThat(history.textOr("by", "") + history.textOr("why", "")).isEqualTo("clerk年度更新");
        assertThat(history.textOr("version", "")).isEqualTo(applied.textOr("version", ""));
        assertThat(history.textOr("previous", "")).hasSize(64).isNotEqualTo(history.textOr("version", ""));
        assertThat(history.textOr("summary", "")).contains("新增1", "删除1", "变更3");
    }

    @Test
    void should_apply_only_the_kinds_that_are_accepted() throws IOException {
        Path out = folder.resolve("out.csv");
        Ran ran = compare("--apply", "--accept", "ratio,removed", "--out", out.toString());

        assertThat(ran.exit()).as(ran.err()).isZero();
        Body left = Json.read(compare(out, b, "--json").out());
        assertThat(left.bodies("differences").stream().map(one -> one.textOr("code", "")))
                .containsExactlyInAnyOrder("X1", "X2", "X4", "X5");
        // of X2 the ratio was taken, the limit was not
        assertThat(Files.readString(out)).contains("02,0.1500,12.5");
        assertThat(compare("--apply", "--accept", "colour").exit()).isEqualTo(Exit.BAD_INPUT);
    }

    @Test
    void should_apply_only_what_a_clerk_has_marked() throws IOException {
        Path proposals = folder.resolve("proposals.csv");
        compare("--proposals", proposals.toString());
        List<String> lines = Files.readAllLines(proposals);
        assertThat(lines).hasSize(6);
        Files.writeString(
                proposals,
                String.join(
                        "\n",
                        lines.stream()
                                .map(l -> l.contains(",X5,") ? "y" + l : l)
                                .toList()));

        Ran ran = compare("--apply", "--accepted", proposals.toString(), "--json");
        assertThat(Json.read(ran.out()).body("applied").textOr("fixes", "")).isEqualTo("1");

        Files.writeString(proposals, lines.get(0) + "\ny,removed,X9,,,,,,\n");
        Ran stale = compare("--apply", "--accepted", proposals.toString());
        assertThat(stale.exit()).isEqualTo(Exit.BAD_INPUT);
        assertThat(stale.err()).contains("proposals.csv: line 2, code: 'X9'");
    }

    @Test
    void should_be_no_formula_when_a_name_begins_like_one() throws IOException {
        Files.writeString(b, B + "-X6,=1+1,01,0,,,2026-01-01,\n@X7,+项目,01,0,,,2026-01-01,\n");
        Path proposals = folder.resolve("proposals.csv");
        compare("--proposals", proposals.toString());
        List<String> lines = Files.readAllLines(proposals);
        assertThat(lines).anyMatch(line -> line.startsWith(",added,'-X6,2026-01-01,'=1+1,"));
        assertThat(lines).anyMatch(line -> line.startsWith(",added,'@X7,2026-01-01,'+项目,"));

        // a spreadsheet may keep the sign that makes it a text, or not
        Files.writeString(proposals, lines.get(0) + "\ny,added,'-X6,2026-01-01,,,,,\ny,added,@X7,2026-01-01,,,,,\n");
        Path out = folder.resolve("out.csv");
        compare("--apply", "--accepted", proposals.toString(), "--out", out.toString());
        assertThat(Files.readString(out)).contains("-X6,=1+1,", "@X7,+项目,");
    }

    @Test
    void should_keep_the_old_values_for_the_days_before_when_a_day_is_given() throws IOException {
        Path out = folder.resolve("out.csv");
        compare("--apply", "--on", "2027-01-01", "--out", out.toString());

        assertThat(Files.readAllLines(out).stream().filter(line -> line.startsWith("X2,")))
                .anyMatch(line -> line.contains("0.1000") && line.endsWith("2025-01-01,2026-12-31"))
                .anyMatch(line -> line.contains("0.1500") && line.endsWith("2027-01-01,"))
                .hasSize(2);
        assertThat(Files.readAllLines(out).stream().filter(line -> line.startsWith("X3,")))
                .singleElement()
                .matches(line -> line.endsWith("2025-01-01,2026-12-31"));
    }

    @Test
    void should_change_nothing_when_the_fixes_contradict_what_is_kept() throws IOException {
        Files.writeString(a, HEADER + "X1,头孢,01,0,,,2025-01-01,\n");
        Files.writeString(b, HEADER + "X1,头孢,01,0,,,2025-01-01,2025-12-31\nX1,头孢,01,0,9,,2026-01-01,\n");

        Ran ran = compare("--apply", "--accept", "added");

        assertThat(ran.exit()).isEqualTo(Exit.BAD_INPUT);
        assertThat(ran.err()).contains("X1", "nothing changed");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
        assertThat(compare("--apply").exit()).isZero();
    }

    @Test
    void should_name_file_line_and_column_when_a_row_is_bad() throws IOException {
        Files.writeString(
                b, HEADER + "X1,头孢,04,0,,,,\nX2,盐水,02,1.5,-1,,2026-02-30,\nX2,盐水,02,0.1,,,,\nX2,盐水,02,0.1,,,,\n");

        Ran ran = compare();

        assertThat(ran.exit()).isEqualTo(Exit.BAD_INPUT);
        assertThat(ran.err().lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith(b + ": "))
                .anyMatch(line -> line.contains("line 2, level: '04'"))
                .anyMatch(line -> line.contains("line 3, selfpay_prop: '1.5'"))
                .anyMatch(line -> line.contains("line 3, price_max: '-1'"))
                .anyMatch(line -> line.contains("line 3, valid_from: '2026-02-30'"))
                .anyMatch(line -> line.contains("line 5, code: 'X2'") && line.contains("line 4"));
        assertThat(compare(a, folder.resolve("none.csv")).exit()).isEqualTo(Exit.BAD_INPUT);
        assertThat(Ran.of("catalogue", "compare", a.toString(), "area:320100").err())
                .contains("--config");
    }

    @Test
    void should_draw_a_bar_only_on_a_terminal() {
        StringWriter drawn = new StringWriter();
        try (Progress bar = Progress.of(new PrintWriter(drawn), true, "比较")) {
            bar.at(50, 100);
            bar.at(50, 100);
            bar.at(100, 100);
        }
        assertThat(drawn.toString().split("\r", -1)).hasSize(3);
        assertThat(drawn.toString()).contains("100/100").endsWith(System.lineSeparator());

        StringWriter piped = new StringWriter();
        try (Progress bar = Progress.of(new PrintWriter(piped), false, "比较")) {
            bar.at(50, 100);
        }
        assertThat(piped.toString()).isEmpty();
    }

    private Ran compare(String... options) {
        return compare(a, b, options);
    }

    private static Ran compare(Path one, Path other, String... options) {
        return Ran.of(
                Stream.concat(Stream.of("catalogue", "compare", one.toString(), other.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }
}
