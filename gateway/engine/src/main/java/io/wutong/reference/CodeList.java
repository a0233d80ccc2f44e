package io.wutong.reference;

import io.wutong.envelope.MessageHash;
import io.wutong.spi.Body;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * One code standard of an area as hospitals download it: rows whose cells are parted by tabs, the code first. Each row
 * says in {@code ver} which version has last changed it, so that a hospital that names the newest {@code ver} it has gets
 * what is newer; a code that a new version leaves out stays, with {@code vali_flag} 0.
 */
public final class CodeList {

    static final String VALID = "vali_flag";
    static final String VERSION = "ver";

    /** The version of who has nothing. */
    static final String NOTHING = "0";

    private static final int CODE_LENGTH_MAX = 50;
    private static final int PROBLEMS_MAX = 20;
    private static final int HASH_DIGITS = 12;

    private final List<String> columns;
    private final List<Row> rows;
    private final String version;

    /** Its text, and where each row of it ends. */
    private final byte[] content;

    private final int header;
    private final int[] ends;
    private final long[] versions;
    private final String hash;

    /** One code; its cells in the order of the columns. */
    record Row(List<String> cells, String version) {
        Row {
            cells = List.copyOf(cells);
        }

        String code() {
            return cells.get(0);
        }

        String line() {
            return String.join("\t", cells);
        }
    }

    private CodeList(List<String> columns, List<Row> rows) {
        this.columns = List.copyOf(columns);
        this.rows = List.copyOf(rows);
        this.version = rows.stream()
                .map(Row::version)
                .max(Comparator.comparing(Long::parseLong))
                .orElse(NOTHING);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes((String.join("\t", columns) + "\n").getBytes(StandardCharsets.UTF_8));
        this.header = text.size();
        this.ends = new int[rows.size()];
        this.versions = new long[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            text.writeBytes((rows.get(i).line() + "\n").getBytes(StandardCharsets.UTF_8));
            ends[i] = text.size();
            versions[i] = Long.parseLong(rows.get(i).version());
        }
        this.content = text.toByteArray();
        this.hash = MessageHash.sha256Hex(content).substring(0, HASH_DIGITS);
    }

    /**
     * Reads a file: a header of national field names, the code's first; {@code vali_flag} and {@code ver} may stand
     * anywhere, and stand at the end when they are missing.
     *
     * @throws IllegalArgumentException naming line, column, value and reason of each problem, in Chinese and English
     */
    public static CodeList read(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("没有表头 · no header");
        }
        List<String> given = cells(lines.get(0));
        List<String> columns = new ArrayList<>(given);
        for (String own : List.of(VALID, VERSION)) {
            if (!columns.contains(own)) {
                columns.add(own);
            }
        }
        List<String> problems = new ArrayList<>();
        if (new HashSet<>(columns).size() != columns.size() || columns.stream().anyMatch(String::isEmpty)) {
            problems.add("第1行 line 1: 列名为空或重复 · a column without a name, or given twice");
        }
        List<Row> rows = new ArrayList<>();
        Set<String> codes = new HashSet<>();
        for (int i = 1; i < lines.size() && problems.size() < PROBLEMS_MAX; i++) {
            List<String> cells = cells(lines.get(i));
            String place = "第" + (i + 1) + "行 line " + (i + 1) + ", ";
            if (cells.size() != given.size()) {
                problems.add(place + "*: '" + cells.size() + "': 应有" + given.size() + "列 · " + given.size()
                        + " cells expected");
            } else if (cells.get(0).isEmpty() || cells.get(0).length() > CODE_LENGTH_MAX) {
                problems.add(place + given.get(0) + ": '" + cells.get(0) + "': 应为1至" + CODE_LENGTH_MAX + "个字符 · 1 to "
                        + CODE_LENGTH_MAX + " characters expected");
            } else if (!codes.add(cells.get(0))) {
                problems.add(place + given.get(0) + ": '" + cells.get(0) + "': 编码重复 · code given twice");
            } else {
                rows.add(row(columns, given, cells));
            }
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
        }
        return new CodeList(columns, rows);
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        for (String cell : line.split("\t", -1)) {
            cells.add(cell.strip());
        }
        return cells;
    }

    private static Row row(List<String> columns, List<String> given, List<String> cells) {
        Map<String, String> byName = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            byName.put(given.get(i), cells.get(i));
        }
        String version = byName.getOrDefault(VERSION, "");
        if (!version.matches("[0-9]{1,18}")) {
            version = NOTHING;
        }
        byName.put(VERSION, version);
        if (byName.getOrDefault(VALID, "").isEmpty()) {
            byName.put(VALID, "1");
        }
        return new Row(
                columns.stream().map(name -> byName.getOrDefault(name, "")).toList(), version);
    }

    /**
     * This list as the next version of another: rows that say the same keep their version, the others get the new one,
     * and what is missing is not valid any more. The other one itself when nothing has changed.
     *
     * @param now of the new version, {@code yyyyMMddHHmmss}; a later one is taken when the other has it already
     */
    public CodeList after(CodeList before, String now) {
        String next = Long.toString(Math.max(Long.parseLong(now), Long.parseLong(before.version) + 1));
        Map<String, Row> old = new LinkedHashMap<>();
        before.rows.forEach(row -> old.put(row.code(), row));
        boolean alike = columns.equals(before.columns);
        List<Row> merged = new ArrayList<>();
        for (Row row : rows) {
            Row was = old.remove(row.code());
            merged.add(alike && was != null && same(row, was) ? was : with(row, VERSION, next));
        }
        for (Row gone : old.values()) {
            Row moved = alike ? gone : before.moved(gone, columns);
            boolean invalid = moved.cells().get(columns.indexOf(VALID)).equals("0");
            merged.add(alike && invalid ? moved : with(with(moved, VALID, "0"), VERSION, next));
        }
        CodeList result = new CodeList(columns, merged);
        return alike && result.version.equals(before.version) ? before : result;
    }

    private boolean same(Row one, Row other) {
        int version = columns.indexOf(VERSION);
        for (int i = 0; i < columns.size(); i++) {
            if (i != version && !one.cells().get(i).equals(other.cells().get(i))) {
                return false;
            }
        }
        return true;
    }

    private Row with(Row row, String column, String value) {
        List<String> cells = new ArrayList<>(row.cells());
        cells.set(columns.indexOf(column), value);
        return new Row(cells, column.equals(VERSION) ? value : row.version());
    }

    private Row moved(Row row, List<String> to) {
        Body said = body(row);
        List<String> cells =
                new ArrayList<>(to.stream().map(name -> said.textOr(name, "")).toList());
        cells.set(0, row.code());
        return new Row(cells, row.version());
    }

    /** Of nobody: the list before the first. */
    public static CodeList none() {
        return new CodeList(List.of("code", VALID, VERSION), List.of());
    }

    /** As {@link #read} reads it. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    /** The newest version of its rows. */
    public String version() {
        return version;
    }

    /** Tells its content from another's. */
    String hash() {
        return hash;
    }

    public int size() {
        return rows.size();
    }

    /** How many rows are newer than a version. */
    int countNewer(String given) {
        long from = Long.parseLong(given);
        return (int) LongStream.of(versions).filter(own -> own > from).count();
    }

    /** How long the file of them is. */
    int bytesNewer(String given) {
        long from = Long.parseLong(given);
        int bytes = 0;
        for (int i = 0; i < ends.length; i++) {
            bytes += versions[i] > from ? ends[i] - start(i) : 0;
        }
        return bytes;
    }

    /** The file of what is newer than a version, UTF-8; no more than bytes that are there are copied. */
    byte[] newer(String given) {
        long from = Long.parseLong(given);
        byte[] file = new byte[bytesNewer(given)];
        int at = 0;
        for (int i = 0; i < ends.length; i++) {
            if (versions[i] > from) {
                int length = ends[i] - start(i);
                System.arraycopy(content, start(i), file, at, length);
                at += length;
            }
        }
        return file;
    }

    private int start(int row) {
        return row == 0 ? header : ends[row - 1];
    }

    int column(String name) {
        return columns.indexOf(name);
    }

    boolean has(String column) {
        return columns.contains(column);
    }

    List<Row> rows() {
        return rows;
    }

    /** A row under the names of its columns. */
    Body body(Row row) {
        Body.Builder body = Body.builder();
        for (int i = 0; i < columns.size(); i++) {
            body.put(columns.get(i), row.cells().get(i));
        }
        return body.build();
    }
}
