package io.wutong.app.cli;

import de.siegmar.fastcsv.reader.CsvParseException;
import io.vertx.core.Future;
import io.wutong.app.AppConfig;
import io.wutong.app.cli.Failures.BadFile;
import io.wutong.envelope.Refusal;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.store.imports.Imports;
import io.wutong.store.imports.PolicyFile;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Loads files into a store and says what came of each.
 *
 * @param json whether to say it in JSON
 */
record Loading(StoreSession session, AppConfig config, PrintWriter out, boolean json) {

    private static final int SECONDS_MAX = 3_600;

    /** One kind of import: gives a count, or the name that the file itself has. */
    interface Kind {
        Future<?> load(Imports imports, String text, Instant at);
    }

    /** @param name of the document; empty when the file says it */
    void file(String kind, String name, Path file, Kind load) throws Exception {
        String text = Inputs.text(file);
        Object result;
        try {
            result = Await.of(load.load(session.imports(), text, Instant.now()), SECONDS_MAX);
        } catch (PolicyFile.Problem e) {
            throw new BadFile(Failures.text(e));
        } catch (IllegalArgumentException | CsvParseException | Refusal e) {
            throw new BadFile(file + ": " + Failures.text(e));
        }
        print(kind, name.isEmpty() ? String.valueOf(result) : name, file, name.isEmpty() ? 1 : (Integer) result);
    }

    private void print(String kind, String name, Path file, int count) {
        if (json) {
            Body line = Body.builder()
                    .put("kind", kind)
                    .put("name", name)
                    .put("file", file.toString())
                    .put("count", Value.number(count))
                    .build();
            out.println(new String(Json.write(line), StandardCharsets.UTF_8));
        } else {
            out.println(file + ": 已导入 " + count + " 条 · imported " + count + " · " + kind + " " + name);
        }
    }
}
