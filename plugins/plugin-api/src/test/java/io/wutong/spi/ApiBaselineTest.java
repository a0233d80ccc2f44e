package io.wutong.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The SPI is versioned semantically: plugins compiled against an earlier release of the same line ({@code 0.1.x}, later
 * {@code 1.x}) still link. Held against the surface that was recorded in {@code src/test/resources/api}: japicmp would
 * want a released artifact, and there is none yet.
 *
 * <p>Additions are held once they are recorded, at each release: {@code mvn -pl plugins/plugin-api test
 * -Dtest=ApiBaselineTest -DargLine=-Dwutong.api.record=true} writes the record anew. A change that breaks begins a new
 * line of versions: raise the version, then record.
 */
class ApiBaselineTest {

    private static final Path RECORDS = Path.of("src/test/resources/api");

    private final Set<String> now = ApiSurface.of(classes());

    private static Path classes() {
        return Path.of(URI.create(
                Value.class.getProtectionDomain().getCodeSource().getLocation().toString()));
    }

    /** {@code 0.1} of {@code 0.1.7}, {@code 2} of {@code 2.3.0}. */
    private static String line() throws IOException {
        Matcher version = Pattern.compile("<parent>.*?<version>(0\\.[0-9]+|[1-9][0-9]*)\\..*?</parent>", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    @Test
    void should_link_with_every_plugin_of_this_line_of_versions() throws IOException {
        Path record = RECORDS.resolve(line() + ".txt");
        if (Boolean.getBoolean("wutong.api.record")) {
            Files.createDirectories(RECORDS);
            Files.writeString(record, String.join("\n", now) + "\n");
        }
        assertThat(record).as("record the surface of a new line of versions").exists();
        Set<String> baseline = new TreeSet<>(Files.readAllLines(record));
        assertThat(ApiSurface.breaks(baseline, now))
                .as("breaks plugins compiled before")
                .isEmpty();
    }

    @Test
    void should_see_what_would_break_a_plugin() {
        String call = line("io.wutong.spi.RegionAdapter#call(");
        String services = line("io.wutong.spi.PluginServices#delay(");
        String sealed = line("io.wutong.spi.Outcome permits ");

        assertThat(ApiSurface.breaks(now, now)).isEmpty();
        assertThat(ApiSurface.breaks(now, without(call)))
                .singleElement()
                .asString()
                .contains("gone", "RegionAdapter#call");
        assertThat(ApiSurface.breaks(now, without(sealed)))
                .singleElement()
                .asString()
                .contains("permits");
        assertThat(ApiSurface.breaks(without(call), now))
                .as("a method that a plugin would have to implement")
                .singleElement()
                .asString()
                .contains("would have to implement");
        assertThat(ApiSurface.breaks(without(services), now))
                .as("one more that the host lends")
                .isEmpty();
    }

    private String line(String prefix) {
        return now.stream().filter(line -> line.startsWith(prefix)).findFirst().orElseThrow();
    }

    private Set<String> without(String line) {
        Set<String> fewer = new TreeSet<>(now);
        assertThat(fewer.remove(line)).isTrue();
        return fewer;
    }
}
