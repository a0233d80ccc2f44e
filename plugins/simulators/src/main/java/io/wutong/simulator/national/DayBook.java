package io.wutong.simulator.national;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wutong.simulator.pool.No;
import io.wutong.simulator.pool.Pool;
import io.wutong.simulator.pool.Pool.Entry;
import io.wutong.simulator.pool.Yuan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/** 3201 and 3202 over the pool's entries of a day, and the files that they want and give (9101, 9102). */
final class DayBook {

    private static final String NONE = "null";

    private final Pool pool;
    private final Map<String, byte[]> files = new HashMap<>();

    DayBook(Pool pool) {
        this.pool = pool;
    }

    private List<Entry> entries(JsonNode data) {
        return pool.entries(data.path("stmt_begndate").asText().replace("-", ""));
    }

    void totals(JsonNode data, ObjectNode out) {
        List<Entry> entries = entries(data);
        long medfee = entries.stream().mapToLong(DayBook::medfee).sum();
        long fund = entries.stream().mapToLong(DayBook::fund).sum();
        long account = entries.stream().mapToLong(DayBook::account).sum();
        boolean even = medfee == fen(data, "medfee_sumamt")
                && fund == fen(data, "fund_pay_sumamt")
                && account == fen(data, "acct_pay")
                && entries.size() == data.path("fixmedins_setl_cnt").asInt(-1);
        out.putObject("stmtinfo")
                .put("setl_optins", data.path("setl_optins").asText())
                .put("stmt_rslt", even ? "0" : "1")
                .put("stmt_rslt_dscr", even ? "对账平" : "中心" + entries.size() + "笔");
    }

    void upload(JsonNode file, ObjectNode out) {
        out.put("file_qury_no", kept(Base64.getDecoder().decode(file.path("in").asText())))
                .put("filename", file.path("filename").asText())
                .put("dld_endtime", pool.now());
    }

    private String kept(byte[] bytes) {
        String number = "F%09d".formatted(files.size() + 1);
        files.put(number, bytes);
        return number;
    }

    void detail(JsonNode data, ObjectNode out) {
        Map<String, String[]> theirs = new LinkedHashMap<>();
        for (String line : lines(file(data.path("file_qury_no").asText()))) {
            String[] cells = line.split("\t", -1);
            if (cells.length != 7) {
                throw new No("明细文件格式错误");
            }
            theirs.put(cells[0], cells);
        }
        List<String> result = new ArrayList<>();
        for (Entry entry : entries(data)) {
            String[] row = theirs.remove(entry.key());
            boolean equal = row != null
                    && row[3].equals(Yuan.of(medfee(entry)).toPlainString())
                    && row[4].equals(Yuan.of(fund(entry)).toPlainString());
            result.add(String.join(
                    "\t",
                    row == null ? NONE : row[2],
                    entry.stay(),
                    entry.key(),
                    NONE,
                    row == null ? "1" : equal ? "0" : "3",
                    entry.sign() < 0 ? "1" : "0",
                    NONE,
                    Yuan.of(medfee(entry)).toPlainString(),
                    Yuan.of(fund(entry)).toPlainString(),
                    Yuan.of(account(entry)).toPlainString()));
        }
        theirs.values()
                .forEach(row -> result.add(
                        String.join("\t", row[2], row[1], row[0], NONE, "2", row[6], "查无此单", NONE, NONE, NONE)));
        out.putObject("fileinfo")
                .put("file_qury_no", kept(packed(String.join("\n", result))))
                .put("filename", "result.zip")
                .put("dld_endtime", pool.now());
    }

    byte[] file(String number) {
        byte @Nullable [] file = files.get(number);
        if (file == null) {
            throw new No("文件查询号不存在");
        }
        return file;
    }

    private static List<String> lines(byte[] zip) {
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            if (in.getNextEntry() == null) {
                throw new No("明细文件不是压缩文件");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] packed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("result.txt"));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static long medfee(Entry entry) {
        return entry.sign() * entry.amounts().split().totalFen();
    }

    private static long fund(Entry entry) {
        return entry.sign() * entry.amounts().fundsFen();
    }

    private static long account(Entry entry) {
        return entry.sign() * entry.amounts().accountFen();
    }

    private static long fen(JsonNode data, String field) {
        return Yuan.fen(field, new BigDecimal(data.path(field).asText("0")).toPlainString());
    }
}
