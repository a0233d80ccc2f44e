package io.wutong.support;

import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One message's names on both sides, as data: a resource with a line for each field,
 *
 * <pre>
 * # source , target , format , required or optional , default
 * begntime , aae030 , d8     , required             ,
 * sex/gend , aac004 , codes:1=1;2=2;*=9 , optional  , 9
 * </pre>
 *
 * <p>Of several sources the first that is given counts. A field that is optional, not given and without a default is
 * left out. Formats are those of {@link FieldFormat}.
 */
public final class FieldMap {

    private record Line(List<String> sources, String target, FieldFormat format, boolean required, String otherwise) {}

    private final List<Line> lines;

    private FieldMap(List<Line> lines) {
        this.lines = lines;
    }

    /** Loads a resource that lies beside a class. */
    public static FieldMap load(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            return parse(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static FieldMap parse(String resource, String text) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String raw : text.split("\n", -1)) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] cells = line.split(",", -1);
            if (cells.length != 5) {
                throw new IllegalArgumentException(resource + ":" + number + ": five cells expected");
            }
            lines.add(new Line(
                    List.of(cells[0].strip().split("/")),
                    cells[1].strip(),
                    FieldFormat.of(cells[2].strip()),
                    required(resource + ":" + number, cells[3].strip()),
                    cells[4].strip()));
        }
        return new FieldMap(List.copyOf(lines));
    }

    private static boolean required(String where, String cell) {
        if (!cell.equals("required") && !cell.equals("optional")) {
            throw new IllegalArgumentException(where + ": required or optional expected");
        }
        return cell.equals("required");
    }

    /**
     * The target's fields in the order of the map, as text.
     *
     * @param source finds a source field
     * @throws FieldException when a required one is missing or a value does not fit
     */
    public Map<String, String> fields(Function<String, Optional<String>> source) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (Line line : lines) {
            value(line, source).ifPresent(value -> fields.put(line.target, value));
        }
        return fields;
    }

    /** As {@link #fields}, as a national node: amounts and numbers are numbers, what is missing is {@code null}. */
    public Body body(Function<String, Optional<String>> source) {
        Body.Builder body = Body.builder();
        for (Line line : lines) {
            body.put(
                    line.target,
                    value(line, source)
                            .map(value -> line.format.isNumber() ? new Value.Num(value) : Value.text(value))
                            .orElse(Value.Null.NULL));
        }
        return body.build();
    }

    private static Optional<String> value(Line line, Function<String, Optional<String>> source) {
        for (String name : line.sources) {
            Optional<String> given = source.apply(name);
            if (given.isPresent()) {
                return Optional.of(line.format.apply(name, given.get()));
            }
        }
        if (!line.otherwise.isEmpty()) {
            return Optional.of(line.otherwise);
        }
        if (line.required) {
            throw new FieldException(line.sources.get(0), "missing");
        }
        return Optional.empty();
    }
}
