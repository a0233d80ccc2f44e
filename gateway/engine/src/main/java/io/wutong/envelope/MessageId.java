package io.wutong.envelope;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/** A {@code msgid}: institution (12) + {@code yyyyMMddHHmmss} (14) + serial (4); interface reference §1.1. */
public final class MessageId {

    public static final int LENGTH = 30;
    /** How far its date may lie from today; its date fixes for ever where the exchange is stored. */
    public static final int DAYS_MAX = 3;

    private MessageId() {}

    /**
     * Checks a message id.
     *
     * @throws Refusal when it is not of the form, another institution's, or dated too far from today
     */
    public static void check(String msgid, String fixmedinsCode, LocalDateTime now) {
        if (msgid.length() != LENGTH
                || !msgid.startsWith(fixmedinsCode)
                || !msgid.substring(12).chars().allMatch(c -> c >= '0' && c <= '9')
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
