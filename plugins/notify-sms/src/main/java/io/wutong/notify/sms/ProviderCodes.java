package io.wutong.notify.sms;

import io.wutong.spi.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a code of the provider means, from {@code sms/codes.csv}: {@code rejected} is this message's own fault,
 * {@code not_sent} the account's or the moment's. A code that is not in the table is nobody's certainty.
 */
final class ProviderCodes {

    private static final String TABLE = "/sms/codes.csv";

    private final Map<String, Meaning> table;

    private ProviderCodes(Map<String, Meaning> table) {
        this.table = table;
    }

    private record Meaning(boolean rejected, String text) {}

    static ProviderCodes read() {
        try (InputStream in = Objects.requireNonNull(ProviderCodes.class.getResourceAsStream(TABLE), TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return new ProviderCodes(lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", 3))
                    .collect(Collectors.toUnmodifiableMap(
                            fields -> fields[0], fields -> new Meaning(fields[1].equals("rejected"), fields[2]))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Never a success. */
    <T> Outcome<T> outcome(String code) {
        Meaning meaning = table.get(code);
        if (meaning == null) {
            return Outcome.unknown("code." + word(code));
        }
        return meaning.rejected() ? Outcome.rejected(code, meaning.text()) : Outcome.notSent("code." + code);
    }

    /** What an operator reads of a code in the log. */
    String text(String code) {
        Meaning meaning = table.get(code);
        return meaning == null ? "代码不在表中,按不明处理" : meaning.text();
    }

    /** A foreign word as it may stand in a cause: never a number of a person. */
    static String word(String foreign) {
        return foreign.matches("[A-Za-z][A-Za-z0-9_.:-]{0,59}") && !foreign.matches(".*[0-9]{5}.*") ? foreign : "other";
    }
}
