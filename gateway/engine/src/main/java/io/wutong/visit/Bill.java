package io.wutong.visit;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The running sums of a visit's fee lines, so that a settlement reads none of them.
 *
 * @param lines how many
 * @param days the four sums by day of fee, the first day first; days that sum to nothing are left out
 */
public record Bill(
        long lines,
        long medfeeSumFen,
        long ownPayFen,
        long overLimitFen,
        long priorSelfPayFen,
        long inScopeFen,
        List<Care.DayFees> days) {

    public static final Bill EMPTY = new Bill(0, 0, 0, 0, 0, 0, List.of());

    /** An amount has 14 digits before the point and 2 after it. */
    private static final long FEN_END = 10_000_000_000_000_000L;

    private static final int DATE_LENGTH = 10;
    private static final int SUMS = 4;

    public Bill {
        days = List.copyOf(days);
    }

    /** What a settlement's message says of a stay whose lines were split elsewhere: the sums, nothing of the days. */
    public static Bill told(Body data) {
        return new Bill(
                0,
                Envelope.amount(data, "medfee_sumamt"),
                Envelope.amount(data, "fulamt_ownpay_amt"),
                Envelope.amount(data, "overlmt_selfpay"),
                Envelope.amount(data, "preselfpay_amt"),
                Envelope.amount(data, "inscp_scp_amt"),
                List.of());
    }

    /** What is left when all of it is settled: the lines are there, their amounts are not owed any more. */
    public Bill settled() {
        return new Bill(lines, 0, 0, 0, 0, 0, List.of());
    }

    /** With the amounts of what was settled and is not any more; its lines were there all the time. */
    public Bill unsettled(Bill back) {
        Bill sum = new Bill(
                lines,
                add(medfeeSumFen, back.medfeeSumFen),
                add(ownPayFen, back.ownPayFen),
                add(overLimitFen, back.overLimitFen),
                add(priorSelfPayFen, back.priorSelfPayFen),
                add(inScopeFen, back.inScopeFen),
                days);
        for (Care.DayFees day : back.days) {
            sum = new Bill(
                    lines,
                    sum.medfeeSumFen,
                    sum.ownPayFen,
                    sum.overLimitFen,
                    sum.priorSelfPayFen,
                    sum.inScopeFen,
                    sum.daysWith(day));
        }
        return sum;
    }

    /**
     * With one line more ({@code sign} 1) or less (-1).
     *
     * @param of the line that it gives back of; itself when it gives nothing back
     * @param before whether that is from before the admission: such lines stand apart, by item, with what gives back of
     *     them
     */
    Bill with(FeeLine line, int sign, FeeLine of, boolean before) {
        // what is taken away stands where it was put, whenever the admission is said to have been since
        boolean stands = sign < 0 || line.givesBack();
        boolean apart = stands && has(day(of), of.medListCodg()) || before && !(stands && has(day(of), ""));
        String day = day(apart ? of : line);
        return new Bill(
                lines + sign,
                add(medfeeSumFen, sign * line.amountFen()),
                add(ownPayFen, sign * line.ownPayFen()),
                add(overLimitFen, sign * line.overLimitFen()),
                add(priorSelfPayFen, sign * line.priorSelfPayFen()),
                add(inScopeFen, sign * line.inScopeFen()),
                daysWith(new Care.DayFees(
                        day,
                        apart ? of.medListCodg() : "",
                        sign * line.ownPayFen(),
                        sign * line.overLimitFen(),
                        sign * line.priorSelfPayFen(),
                        sign * line.inScopeFen())));
    }

    private static String day(FeeLine line) {
        return line.detail().feeTime().substring(0, DATE_LENGTH);
    }

    /** Whether fees of the stay itself, not those that stand apart, are from before a day. */
    boolean reachesBefore(String day) {
        return days.stream()
                .anyMatch(held -> held.item().isEmpty() && held.day().compareTo(day) < 0);
    }

    private boolean has(String day, String item) {
        for (Care.DayFees held : days) {
            if (held.item().equals(item) && held.day().equals(day)) {
                return true;
            }
        }
        return false;
    }

    private List<Care.DayFees> daysWith(Care.DayFees more) {
        List<Care.DayFees> after = new ArrayList<>(days.size() + 1);
        Care.DayFees sum = more;
        int at = 0;
        for (Care.DayFees held : days) {
            int order = held.day().compareTo(more.day());
            order = order == 0 ? held.item().compareTo(more.item()) : order;
            if (order == 0) {
                sum = held.plus(more);
            } else {
                after.add(held);
                at += order < 0 ? 1 : 0;
            }
        }
        if (!sum.isZero()) {
            after.add(at, sum);
        }
        return after;
    }

    private static final String NO_DAYS = "{}";

    /** {@link #days} as the store keeps them: day, and behind it the item if there is one → its four sums in fen. */
    public String daysText() {
        if (days.isEmpty()) {
            return NO_DAYS;
        }
        Body.Builder body = Body.builder();
        for (Care.DayFees day : days) {
            body.put(
                    day.item().isEmpty() ? day.day() : day.day() + day.item(),
                    new Value.Items(List.of(
                            Value.number(day.ownPayFen()),
                            Value.number(day.overLimitFen()),
                            Value.number(day.priorSelfPayFen()),
                            Value.number(day.inScopeFen()))));
        }
        return Json.writeText(body.build());
    }

    /** Reads what {@link #daysText} wrote. */
    public static List<Care.DayFees> days(String text) {
        if (text.equals(NO_DAYS)) {
            return List.of();
        }
        List<Care.DayFees> days = new ArrayList<>();
        for (Map.Entry<String, Value> field : Json.read(text).fields().entrySet()) {
            long[] sums = new long[SUMS];
            List<Value> values = ((Value.Items) field.getValue()).values();
            for (int i = 0; i < SUMS; i++) {
                sums[i] = Long.parseLong(((Value.Num) values.get(i)).text());
            }
            String key = field.getKey();
            int end = Math.min(DATE_LENGTH, key.length());
            days.add(new Care.DayFees(key.substring(0, end), key.substring(end), sums[0], sums[1], sums[2], sums[3]));
        }
        return days;
    }

    private static long add(long sum, long fen) {
        long result = Math.addExact(sum, fen);
        if (Math.abs(result) >= FEN_END) {
            throw Fault.AMOUNT.refusal("medfee_sumamt超过14位整数");
        }
        return result;
    }
}
