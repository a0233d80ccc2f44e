package io.wutong.spec;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Reads this module's data as its users find it: below {@code /api-spec} on the class path. */
final class SpecFiles {

    private static final Path ROOT = root();

    private SpecFiles() {}

    static Path path(String name) {
        return ROOT.resolve(name);
    }

    /** File names in a folder that end so, sorted. */
    static List<String> names(String folder, String suffix) {
        try (var files = Files.list(path(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonObject json(String name) {
        return new JsonObject(text(name));
    }

    static List<NamedCsvRecord> csv(String name) {
        try (var reader = CsvReader.builder().ofNamedCsvRecord(path(name))) {
            return reader.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        try {
            return Path.of(Objects.requireNonNull(SpecFiles.class.getResource("/api-spec"), "api-spec")
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
