package io.wutong.envelope;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/**
 * A {@code msgid}: institution (12) + {@code yyyyMMddHHmmss} (14) + serial (4); interface reference §1.1. A HIS counts its
 * serials in digits; ours, for what a terminal of the same institution asks, begin with a letter, so that neither uses up
 * the other's.
 */
public final class MessageId {

    public static final int LENGTH = 30;
    private static final int SERIAL_LENGTH = 4;
    private static final int HASH_DIGITS = 12;
    /** How far its date may lie from today; its date fixes for ever where the exchange is stored. */
    public static final int DAYS_MAX = 3;

    private static final Pattern FORM = Pattern.compile("[0-9]{14}([0-9]{4}|[A-Z][0-9A-Z]{3})");
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final String SERIAL_FIRST = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String SERIAL_REST = "0123456789" + SERIAL_FIRST;

    private MessageId() {}

    /**
     * An id for a question of our own in an institution's name.
     *
     * @param random any number
     */
    public static String ofTerminal(String fixmedinsCode, LocalDateTime now, long random) {
        return fixmedinsCode + COMPACT.format(now) + serial(random);
    }

    /** The id of a step that goes ahead of a message: the same message's step has the same. */
    public static String ahead(String msgid, String infno) {
        String hash = MessageHash.sha256Hex((msgid + " " + infno).getBytes(StandardCharsets.UTF_8));
        return msgid.substring(0, LENGTH - SERIAL_LENGTH) + serial(Long.parseLong(hash.substring(0, HASH_DIGITS), 16));
    }

    private static String serial(long number) {
        StringBuilder serial = new StringBuilder();
        long left = number & Long.MAX_VALUE;
        for (int i = 0; i < SERIAL_LENGTH; i++) {
            String letters = i == 0 ? SERIAL_FIRST : SERIAL_REST;
            serial.append(letters.charAt((int) (left % letters.length())));
            left /= letters.length();
        }
        return serial.toString();
    }

    /**
     * Checks a message id.
     *
     * @throws Refusal when it is not of the form, another institution's, or dated too far from today
     */
    public static void check(String msgid, String fixmedinsCode, LocalDateTime now) {
        if (msgid.length() != LENGTH
                || !msgid.startsWith(fixmedinsCode)
                || !FORM.matcher(msgid.substring(12)).matches()
                || daysOff(msgid, now) > DAYS_MAX) {
            throw Fault.MSGID.refusal(msgid.length() > LENGTH ? msgid.substring(0, LENGTH) + "…" : msgid);
        }
    }

    private static long daysOff(String msgid, LocalDateTime now) {
        try {
            LocalDate date = LocalDate.of(
                    Integer.parseInt(msgid.substring(12, 16)),
                    Integer.parseInt(msgid.substring(16, 18)),
                    Integer.parseInt(msgid.substring(18, 20)));
            return Math.abs(ChronoUnit.DAYS.between(date, now.toLocalDate()));
        } catch (DateTimeException e) {
            return Long.MAX_VALUE;
        }
    }
}
