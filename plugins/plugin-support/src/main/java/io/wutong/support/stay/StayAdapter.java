package io.wutong.support.stay;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.support.CharsetException;
import io.wutong.support.FieldException;
import io.wutong.support.XmlException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** A region adapter over one legacy system: sends each transaction to the flow that knows it, and names its end. */
public final class StayAdapter implements RegionAdapter {

    /** The transactions of the skeleton; a dialect's {@link StaySystem#other} come on top. */
    public static final Set<String> TRANSACTIONS =
            Set.of("1101", "2001", "2303", "2304", "2305", "2401", "2402", "2403", "2404", "2405", "5203");

    private static final String UNSUPPORTED = "UNSUPPORTED";

    private static final Set<String> WITHOUT_EFFECT = Set.of("1101", "2001", "2303", "5203");

    private final StaySystem system;
    private final Profile profile;
    private final Logger log;
    private final Admissions admissions;
    private final Settlements settlements;
    private final Cancellations cancellations;

    public StayAdapter(StaySystem system, Profile profile, Logger log) {
        this.system = system;
        this.profile = profile;
        this.log = log;
        Effects effects = new Effects(profile);
        admissions = new Admissions(system, profile, effects);
        settlements = new Settlements(system, profile, effects);
        cancellations = new Cancellations(system, profile, effects);
    }

    static Future<Body> unsupported() {
        return Future.failedFuture(new Refusal(UNSUPPORTED, "参保地系统不支持该交易"));
    }

    @Override
    public Future<Outcome<Body>> call(Request request, CallContext context) {
        return outcome(() -> transaction(request, context));
    }

    private Future<Body> transaction(Request request, CallContext context) {
        return switch (request.infno()) {
            case "1101" -> system.person(request, context);
            case "2001" -> system.entitlement(request, context);
            case "2303" -> settlements.trial(request, context);
            case "2304" -> settlements.settle(request, context);
            case "2305" -> cancellations.cancel(request, context);
            case "2401" -> admissions.admit(request, context);
            case "2402" -> admissions.discharge(request, context);
            case "2403" -> admissions.change(request, context);
            case "2404" -> admissions.cancelAdmission(request, context);
            case "2405" -> admissions.cancelDischarge(request, context);
            case "5203" -> settlements.settlement(request, context);
            default -> system.other(request, context);
        };
    }

    /** What has no effect at the legacy system is asked again. */
    @Override
    public Future<Outcome<Body>> query(Reference reference, CallContext context) {
        Request request = reference.original();
        return outcome(() -> switch (request.infno()) {
            case "2304" -> settlements.query(request, context);
            case "2305" -> cancellations.query(request, context);
            case "2401" -> admissions.queryAdmission(request, context);
            case "2404" -> admissions.queryCancellation(request, context);
            default ->
                TRANSACTIONS.contains(request.infno())
                        ? transaction(request, context)
                        : system.queryOther(request, context);
        });
    }

    @Override
    public Future<Outcome<Body>> reverse(Reference reference, CallContext context) {
        Request request = reference.original();
        return outcome(() -> {
            if (WITHOUT_EFFECT.contains(request.infno())) {
                return Future.succeededFuture(Body.EMPTY);
            }
            return switch (request.infno()) {
                case "2304" -> cancellations.reverseSettlement(request, context);
                case "2305" -> cancellations.reverseCancellation(request, context);
                case "2401" -> admissions.reverseAdmission(request, context);
                default -> system.reverseOther(request, context);
            };
        });
    }

    @Override
    public Future<Outcome<List<DayDifference>>> compareDay(LocalDate day, List<DayRow> ours, CallContext context) {
        return outcome(() -> system.compareDay(day, ours, context));
    }

    private <T> Future<Outcome<T>> outcome(Supplier<Future<T>> transaction) {
        return Future.succeededFuture()
                .compose(start -> transaction.get())
                .map(Outcome::<T>succeeded)
                .recover(failure -> Future.succeededFuture(this.<T>named(failure)));
    }

    /** Only what was refused before or by the legacy system is rejected; all else is what was seen of the call. */
    private <T> Outcome<T> named(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return Outcome.rejected(
                    refusal.code().equals(UNSUPPORTED) ? profile.prefix() + "-" + UNSUPPORTED : refusal.code(),
                    refusal.text());
        }
        if (failure instanceof FieldException field) {
            return rejected("FIELD", "报文字段" + field.field() + "缺失或不符合参保地系统要求");
        }
        if (failure instanceof XmlException || failure instanceof CharsetException) {
            return rejected("CHARSET", "报文含有参保地系统无法接收的字符");
        }
        if (!(failure instanceof CallFailure)) {
            log.error("adapter failed", failure);
        }
        return CallFailure.outcomeOf(failure);
    }

    private <T> Outcome<T> rejected(String word, String text) {
        return Outcome.rejected(profile.prefix() + "-" + word, text);
    }
}
