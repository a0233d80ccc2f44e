package io.wutong.region.nhsa;

import io.wutong.spi.CallFailure;
import io.wutong.spi.DayDifference;
import io.wutong.spi.Download;
import io.wutong.spi.Fen;
import io.wutong.support.BadAnswer;
import io.wutong.support.CharsetException;
import io.wutong.support.Charsets;
import io.wutong.support.InnerAddresses;
import io.wutong.support.Unpack;
import io.wutong.support.ZipLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The archives of a statement in detail: ours has a text of seven columns for each row, theirs {@code result.txt} of ten,
 * which says {@code null} for what is missing. Columns are parted by tabs, rows by line feeds; there is no head.
 */
final class DetailFile {

    static final String NAME = "detail.zip";

    private static final int RESULT_COLUMNS = 10;
    private static final long BYTES_MAX = 256L * 1024 * 1024;

    private DetailFile() {}

    static byte[] of(List<StatementRow> rows) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("detail.txt"));
            zip.write(rows.stream()
                    .map(DetailFile::line)
                    .collect(Collectors.joining("\n"))
                    .getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String line(StatementRow row) {
        return String.join(
                "\t",
                row.setlId(),
                row.mdtrtId(),
                row.psnNo(),
                Fen.format(row.medfeeFen()),
                Fen.format(row.fundFen()),
                Fen.format(row.accountFen()),
                row.cancels() ? "1" : "0");
    }

    /** Their verdicts that are not "equal". Blocks; closes the file. */
    static List<DayDifference> differences(Download file) {
        List<DayDifference> differences = new ArrayList<>();
        try (file;
                ZipLines lines = Unpack.unzip(
                        "answer_file", file.open(), StandardCharsets.UTF_8, name -> name.endsWith(".txt"), BYTES_MAX)) {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                if (line.length > 0) {
                    add(
                            differences,
                            Charsets.decode(line, StandardCharsets.UTF_8).split("\t", -1));
                }
            }
        } catch (IOException | BadAnswer | CharsetException e) {
            throw new CallFailure(true, "answer_file");
        }
        return differences;
    }

    private static void add(List<DayDifference> differences, String[] cells) {
        if (cells.length < RESULT_COLUMNS) {
            throw new CallFailure(true, "answer_file");
        }
        String setlId = cells[2];
        String theirs = "（参保地总费用" + known(cells[7]) + "、基金" + known(cells[8]) + "）";
        String memo = cells[6].equals("null") ? "" : InnerAddresses.strip(cells[6]);
        switch (cells[4]) {
            case "0" -> {}
            case "1" -> differences.add(new DayDifference("", "参保地有而本方没有：" + setlId + theirs + memo));
            case "2" -> differences.add(new DayDifference(setlId, "本方有而参保地没有" + memo));
            default -> differences.add(new DayDifference(setlId, "双方金额不一致" + theirs + memo));
        }
    }

    private static String known(String cell) {
        return cell.equals("null") || cell.isEmpty() ? "未报" : cell;
    }
}
