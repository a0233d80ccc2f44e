package io.wutong.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the tutorial tells a new integrator to type is what {@code TUTORIAL.sh} runs, in that order. */
class TutorialTest {

    @Test
    void should_run_every_command_that_the_tutorial_begins_with() throws IOException {
        List<String> script = Files.readAllLines(Path.of("TUTORIAL.sh"));
        String text = Files.readString(Path.of("TUTORIAL.md"));
        List<String> told = new ArrayList<>();
        boolean inside = false;
        for (String line :
                text.substring(text.indexOf("## 0."), text.indexOf("## 1.")).split("\n")) {
            if (line.startsWith("```")) {
                inside = !inside;
            } else if (inside && !line.isBlank()) {
                told.add(line);
            }
        }
        assertThat(told).hasSizeGreaterThan(5);
        assertThat(script).containsSubsequence(told);
    }
}
