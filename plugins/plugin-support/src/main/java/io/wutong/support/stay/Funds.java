package io.wutong.support.stay;

import io.wutong.spi.CallFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A dialect's funds and what they are in a national settlement, as data: a resource with a line for each,
 *
 * <pre>
 * # fund , coverage or * , field of setlinfo , fund_pay_type (- for none: the patient's cash) , name
 * 001 , 390 , hifp_pay     , 390100 , 城乡居民基本医疗保险基金
 * 999 , *   , psn_cash_pay , -      , 个人现金
 * </pre>
 */
public final class Funds {

    /**
     * @param field of setlinfo that it adds to
     * @param type {@code fund_pay_type}, {@code -} for the patient's cash, which has no line
     * @param name of the line
     */
    public record Fund(String code, String coverage, String field, String type, String name) {
        boolean hasLine() {
            return !type.equals("-");
        }
    }

    private final List<Fund> all;

    private Funds(List<Fund> all) {
        this.all = all;
    }

    /** The first line of that fund that knows the coverage; one that is not known makes an answer unknown. */
    public Fund of(String code, String coverage) {
        for (Fund fund : all) {
            if (fund.code().equals(code)
                    && (fund.coverage().equals("*")
                            || coverage.equals("*")
                            || fund.coverage().equals(coverage))) {
                return fund;
            }
        }
        throw new CallFailure(true, "answer_fund");
    }

    /** The codes of the table, in its order. */
    public List<String> codes() {
        return all.stream().map(Fund::code).distinct().toList();
    }

    /** Loads a resource that lies beside a class. */
    public static Funds load(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + resource);
            }
            return new Funds(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(line -> line.split("\\s*,\\s*", -1))
                    .map(cells -> new Fund(cells[0], cells[1], cells[2], cells[3], cells[4]))
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
