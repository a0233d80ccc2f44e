package io.wutong.envelope;

import io.wutong.spi.Outcome;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What can be wrong, by name; texts, who must act and what was done stand in {@code api-spec/errors.csv}, one row for
 * each.
 */
public enum Fault {
    JSON,
    SIZE,
    INFNO,
    FIELD,
    MSGID,
    MODIFIED,
    SUM,
    SUMMISMATCH,
    AMOUNT,
    ACCOUNT,
    CLOCK,
    NONCE,
    BINDING,
    CAREAREA,
    PEER,
    AREA,
    NOROUTE,
    HOPS,
    UNSUPPORTED,
    INSTITUTION,
    NOHOME,
    PERSON,
    COVERAGE,
    VISIT,
    VISITPERSON,
    VISITSTATE,
    VISITDUP,
    LINEDUP,
    LINESUM,
    LINENONE,
    LINEBACK,
    LINEMANY,
    BATCH,
    BATCHSTATE,
    CHRONIC,
    FILED,
    FILING,
    CHOSEN,
    CHOSENONE,
    CLOSEDAREA,
    FILEDELSEWHERE,
    UNFILED,
    INSUREDTWICE,
    MAPPING,
    LINK,
    LOCKED,
    LIST,
    FILE,
    SETTLEMENT,
    SETTLED,
    CLAIMED,
    CLAIM,
    CLAIMENDED,
    UNDERWAY,
    CANCELLED,
    LATER,
    CANCELSTANDS,
    REVERSED,
    POLICY,
    HOMEDIFF,
    UNKNOWN,
    ABSENT,
    BUSY,
    SUSPENDED,
    DEFERRED,
    UNREACHABLE,
    INTERNAL,
    ORDER,
    ORDERSTATE,
    NOTHINGDUE,
    CHANNEL,
    PAYCODE,
    VOUCHERPAYS,
    WALLET,
    REAUTHORISE,
    OVERREFUND,
    CREDENTIAL,
    CARDOLD,
    QUOTA,
    PATH,
    PARAMETER,
    PLUGIN;

    private static final Map<String, Map<String, String>> BY_CODE = new HashMap<>();
    private static final Map<String, Map<String, String>> BY_NAME = new HashMap<>();

    static {
        for (Map<String, String> row : Csv.rows("errors.csv")) {
            BY_NAME.put(row.getOrDefault("name", ""), row);
            BY_CODE.put(row.getOrDefault("code", ""), row);
        }
    }

    private String cell(String column) {
        return BY_NAME.getOrDefault(name(), Map.of()).getOrDefault(column, "");
    }

    /** The stable code, for instance {@code SET-DUP-001}. */
    public String code() {
        return cell("code");
    }

    /** The Chinese text, filled in. */
    public String zh(@Nullable Object... arguments) {
        return fill(cell("zh"), arguments);
    }

    /** The English text, filled in. */
    public String en(@Nullable Object... arguments) {
        return fill(cell("en"), arguments);
    }

    /** Who must act: {@code his}, {@code platform} or {@code patient}. */
    public String who() {
        return cell("who");
    }

    /** What the system has already done about it, in Chinese. */
    public String done() {
        return cell("done");
    }

    /** The refusal as an outcome. */
    public <T> Outcome<T> rejected(@Nullable Object... arguments) {
        return Outcome.rejected(code(), zh(arguments));
    }

    /** The refusal as an exception, for rules that are deep down. */
    public Refusal refusal(@Nullable Object... arguments) {
        return new Refusal(this, arguments);
    }

    /** Who must act on a code, ours or a legacy system's ({@code his} for those). */
    public static String who(String code) {
        return BY_CODE.getOrDefault(code, Map.of()).getOrDefault("who", "his");
    }

    /** What was done about a code; empty for a legacy system's. */
    public static String done(String code) {
        return BY_CODE.getOrDefault(code, Map.of()).getOrDefault("done", "");
    }

    private static String fill(String text, @Nullable Object... arguments) {
        String filled = text;
        for (int i = 0; i < arguments.length; i++) {
            filled = filled.replace("{" + i + "}", String.valueOf(arguments[i]));
        }
        return filled;
    }
}
