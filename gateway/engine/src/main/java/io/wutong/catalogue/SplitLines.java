package io.wutong.catalogue;

import io.wutong.catalogue.rules.LineFacts;
import io.wutong.catalogue.rules.LineSplit;
import io.wutong.catalogue.rules.PriceLimit;
import io.wutong.catalogue.rules.SelfPay;
import io.wutong.catalogue.rules.Terms;
import io.wutong.envelope.Fault;
import io.wutong.port.Rows;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Visit;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/**
 * Splits the lines of one visit, one after the other. A line that gives back of an earlier one is split by that one's
 * day, item and price, as the difference to what still stood of it; so the columns of a line that is wholly given back
 * come to nothing.
 */
final class SplitLines {

    private static final int DATE_LENGTH = 10;

    private final Visit visit;
    private final LineItems items;
    private final Rows rows;
    private final Map<String, Standing> standing = new HashMap<>();

    /** What still stands of a line. */
    private record Standing(FeeLine line, BigDecimal cnt, long amountFen) {
        Standing with(FeeLine back) {
            return new Standing(line, cnt.add(quantity(back)), Math.addExact(amountFen, back.amountFen()));
        }
    }

    SplitLines(Visit visit, LineItems items, Rows rows) {
        this.visit = visit;
        this.items = items;
        this.rows = rows;
    }

    /** A line that was split before, for the ones that give back of it; first the lines, then what gives back. */
    void stands(FeeLine line) {
        if (line.voided()) {
            return;
        }
        if (!line.givesBack()) {
            standing.put(line.feedetlSn(), new Standing(line, quantity(line), line.amountFen()));
        } else {
            standing.computeIfPresent(line.detail().initSn(), (serial, before) -> before.with(line));
        }
    }

    /** Whether the line that this one gives back of still stands; so it is for a line that gives nothing back. */
    boolean grounded(FeeLine line) {
        return !line.givesBack() || standing.containsKey(line.detail().initSn());
    }

    /** The line that this one gives back of; itself when it gives nothing back. */
    FeeLine origin(FeeLine line) {
        Standing of = line.givesBack() ? standing.get(line.detail().initSn()) : null;
        return of == null ? line : of.line;
    }

    /** The line with its split. */
    FeeLine split(FeeLine line) {
        if (!line.givesBack()) {
            Terms terms = terms(line);
            FeeLine done =
                    with(line, terms, LineSplit.of(terms, number(line.cnt()), number(line.pric()), line.amountFen()));
            stands(done);
            return done;
        }
        Standing before = standing.get(line.detail().initSn());
        if (before == null) {
            throw Fault.LINENONE.refusal(line.detail().initSn());
        }
        if (before.cnt.add(quantity(line)).signum() < 0) {
            throw Fault.LINEBACK.refusal(line.feedetlSn(), line.detail().initSn());
        }
        Terms terms = terms(before.line);
        FeeLine done = with(
                line,
                terms,
                LineSplit.change(
                        terms,
                        number(before.line.pric()),
                        before.cnt,
                        before.amountFen,
                        quantity(line),
                        line.amountFen()));
        stands(done);
        return done;
    }

    static LineItems.Asked asked(FeeLine line) {
        return new LineItems.Asked(
                line.medListCodg(), line.detail().localCode(), day(line.detail().feeTime()));
    }

    /** The civil day of a fee. */
    static LocalDate day(String feeTime) {
        try {
            return LocalDate.parse(feeTime.substring(0, Math.min(DATE_LENGTH, feeTime.length())));
        } catch (DateTimeException e) {
            throw Fault.FIELD.refusal("fee_ocur_time", "没有这一天");
        }
    }

    private Terms terms(FeeLine line) {
        return items.terms(asked(line), facts(line), number(line.pric()), rows);
    }

    private LineFacts facts(FeeLine line) {
        return new LineFacts(
                visit.settlementLevel(),
                visit.insutype(),
                visit.psnType(),
                visit.medType(),
                visit.diagnosisCode() == null ? "" : visit.diagnosisCode(),
                line.detail().approval());
    }

    private static FeeLine with(FeeLine line, Terms terms, LineSplit split) {
        FeeLine.Detail detail = line.detail();
        return new FeeLine(
                line.node(),
                line.mdtrtId(),
                line.feedetlSn(),
                line.medListCodg(),
                line.cnt(),
                line.pric(),
                line.amountFen(),
                terms.level(),
                SelfPay.ratio(terms.ratioBp()),
                split.ownPayFen(),
                split.overLimitFen(),
                split.priorSelfPayFen(),
                split.inScopeFen(),
                line.voided(),
                new FeeLine.Detail(
                        detail.feeTime(),
                        detail.localCode(),
                        detail.localName(),
                        detail.approval(),
                        detail.initSn(),
                        terms.code(),
                        PriceLimit.yuan(terms.limitMillionths()),
                        terms.limited(),
                        terms.chargeType(),
                        terms.cause().zh(),
                        terms.unmapped(),
                        detail.batch()));
    }

    /** With the amount's sign, whichever factor had the minus. */
    private static BigDecimal quantity(FeeLine line) {
        BigDecimal cnt = number(line.cnt()).abs();
        return line.amountFen() < 0 ? cnt.negate() : cnt;
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }
}
