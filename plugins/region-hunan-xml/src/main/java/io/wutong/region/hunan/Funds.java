package io.wutong.region.hunan;

import io.wutong.spi.CallFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The table {@code maps/funds.csv}: legacy funds and what they are in a national settlement. */
final class Funds {

    /**
     * @param field of setlinfo that it adds to
     * @param type {@code fund_pay_type}, {@code -} for the patient's cash, which has no line
     * @param name of the line
     */
    record Fund(String code, String coverage, String field, String type, String name) {
        boolean hasLine() {
            return !type.equals("-");
        }
    }

    private static final List<Fund> ALL = load();

    private Funds() {}

    static Fund of(String code, String coverage) {
        for (Fund fund : ALL) {
            if (fund.code().equals(code)
                    && (fund.coverage().equals("*") || fund.coverage().equals(coverage))) {
                return fund;
            }
        }
        throw new CallFailure(true, "answer_fund");
    }

    private static List<Fund> load() {
        try (InputStream in = Objects.requireNonNull(Funds.class.getResourceAsStream("maps/funds.csv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split("\\s*,\\s*", -1))
                    .map(cells -> new Fund(cells[0], cells[1], cells[2], cells[3], cells[4]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
