package io.wutong.channel.nhsampay;

import io.vertx.core.Future;
import io.wutong.spi.AmountException;
import io.wutong.spi.Body;
import io.wutong.spi.InsuranceOrder;
import io.wutong.spi.InsuranceStatus;
import io.wutong.spi.Outcome;
import io.wutong.support.BadAnswer;
import java.util.function.Function;

/** What an answer of the centre proves: a field that is not there or not ours makes it unknown. */
final class Reading {

    private Reading() {}

    static <T> Outcome<T> read(Outcome<Body> said, Function<Body, T> reader) {
        return said.flatMap(body -> {
            try {
                return Outcome.succeeded(reader.apply(body));
            } catch (BadAnswer e) {
                return Outcome.unknown(e.shortCause());
            } catch (AmountException e) {
                return Outcome.unknown("answer.amount");
            }
        });
    }

    static <T, R> Future<Outcome<R>> then(Future<Outcome<T>> first, Function<T, Future<Outcome<R>>> next) {
        return first.compose(outcome -> outcome instanceof Outcome.Succeeded<T> succeeded
                ? next.apply(succeeded.answer())
                : Future.succeededFuture(outcome.flatMap(never -> Outcome.unknown("never"))));
    }

    /** Whether the centre has the amounts that the patient was shown. */
    static boolean agrees(InsuranceOrder order, Body said) {
        return amounts(said).equals(InsuranceStatus.Amounts.of(order.amounts()));
    }

    /** The centre has no word for other payers: they are what its shares leave of the total. */
    static InsuranceStatus.Amounts amounts(Body said) {
        long total = fen(said, "feeSumamt");
        long fund = fen(said, "fundPay");
        long account = fen(said, "psnAcctPay");
        long own = fen(said, "ownPayAmt");
        return new InsuranceStatus.Amounts(total, fund, account, total - fund - account - own, own);
    }

    private static long fen(Body said, String name) {
        return said.fen(name).orElseThrow(() -> new BadAnswer("answer." + name));
    }

    static String given(Body said, String name) {
        return said.text(name).filter(text -> !text.isEmpty()).orElseThrow(() -> new BadAnswer("answer." + name));
    }

    static void same(String ours, String theirs, String name) {
        if (!ours.equals(theirs)) {
            throw new BadAnswer("answer." + name);
        }
    }

    @SuppressWarnings("NullAway") // Void has no other value
    static Outcome<Void> done() {
        return Outcome.succeeded(null);
    }
}
