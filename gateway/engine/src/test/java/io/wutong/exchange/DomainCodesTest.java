package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every code of the domain has a test: one whose name bears it, or those that {@code domain-codes.csv} names; what is
 * left out says why. Tests are found in the sources of the whole reactor, as those of plugins are in modules of their own.
 */
class DomainCodesTest {

    private static final Pattern TEST = Pattern.compile("@(?:Test|ParameterizedTest)\\b[^;]*?void (should_\\w+)\\(");
    private static final int CODES = 35;

    /** @param tests by {@code Class#method} where no name bears the code */
    private record Code(String code, String zh, List<String> tests, String excluded) {

        String inNames() {
            return "_" + code.replace('-', '_') + "_";
        }
    }

    @Test
    void should_have_a_test_for_every_code_when_it_is_not_left_out_for_a_reason() throws IOException {
        Map<String, List<String>> tests = tests();
        List<String> untested = new ArrayList<>();
        for (Code code : codes()) {
            boolean borne =
                    tests.values().stream().flatMap(List::stream).anyMatch(name -> name.contains(code.inNames()));
            if (code.excluded().isEmpty() && !borne && code.tests().isEmpty()) {
                untested.add(code.code() + " " + code.zh());
            }
            assertThat(code.excluded().isEmpty() || !borne)
                    .as("%s is tested and left out", code.code())
                    .isTrue();
        }
        assertThat(untested).isEmpty();
    }

    @Test
    void should_find_each_test_that_a_code_names() throws IOException {
        Map<String, List<String>> tests = tests();
        for (Code code : codes()) {
            assertThat(code.tests()).as(code.code()).allSatisfy(test -> {
                String[] parts = test.split("#");
                assertThat(tests.getOrDefault(parts[0], List.of())).contains(parts[1]);
            });
        }
    }

    @Test
    void should_list_every_code_once() throws IOException {
        assertThat(codes()).extracting(Code::code).doesNotHaveDuplicates().hasSize(CODES);
    }

    private static List<Code> codes() throws IOException {
        List<Code> codes = new ArrayList<>();
        try (var in = DomainCodesTest.class.getResourceAsStream("/domain-codes.csv")) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                codes.add(new Code(
                        cells[0],
                        cells[1],
                        Stream.of(cells[2].split(" "))
                                .filter(name -> !name.isEmpty())
                                .toList(),
                        cells[3]));
            }
        }
        return codes;
    }

    /** Names of test methods by class. */
    private static Map<String, List<String>> tests() throws IOException {
        Path root = root();
        Map<String, List<String>> tests = new LinkedHashMap<>();
        for (String part : List.of("gateway", "plugins")) {
            try (Stream<Path> files = Files.walk(root.resolve(part))) {
                files.filter(file -> file.toString().endsWith(".java")
                                && file.toString().contains("src" + java.io.File.separator + "test"))
                        .forEach(file -> tests.put(file.getFileName().toString().replace(".java", ""), methods(file)));
            }
        }
        return tests;
    }

    private static List<String> methods(Path file) {
        try {
            Matcher found = TEST.matcher(Files.readString(file));
            List<String> names = new ArrayList<>();
            while (found.find()) {
                names.add(found.group(1));
            }
            return names;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(at.resolve("api-spec"))) {
            at = at.getParent();
        }
        return at;
    }
}
