package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.support.FieldException;
import io.wutong.support.XmlException;
import java.util.function.Supplier;
import org.slf4j.Logger;

/** Sends each transaction to the class that knows it, and names how it ended. */
final class HunanXmlAdapter implements RegionAdapter {

    private final Persons persons;
    private final Stay stay;
    private final FeeLines feeLines;
    private final Settlements settlements;
    private final Cancellations cancellations;
    private final Logger log;

    HunanXmlAdapter(HunanConfig config, PluginServices services) {
        Legacy legacy = new Legacy(config, services);
        persons = new Persons(legacy);
        stay = new Stay(legacy);
        feeLines = new FeeLines(legacy);
        settlements = new Settlements(legacy, persons, new Summary(legacy, feeLines));
        cancellations = new Cancellations(legacy);
        log = services.log();
    }

    @Override
    public Future<Outcome<Body>> call(Request request, CallContext context) {
        return outcome(() -> transaction(request, context));
    }

    private Future<Body> transaction(Request request, CallContext context) {
        return switch (request.infno()) {
            case "1101" -> persons.find(request, context);
            case "2001" -> persons.entitlement(request, context);
            case "2301" -> feeLines.upload(request, context);
            case "2302" -> feeLines.remove(request, context);
            case "2303" -> settlements.trial(request, context);
            case "2304" -> settlements.settle(request, context);
            case "2305" -> cancellations.cancel(request, context);
            case "2401" -> stay.admit(request, context);
            case "2402" -> stay.discharge(request, context);
            case "2403" -> stay.change(request, context);
            case "2404" -> stay.cancelAdmission(request, context);
            case "2405" -> stay.cancelDischarge(request, context);
            case "5203" -> settlements.settlement(request, context);
            default -> unsupported();
        };
    }

    /** What has no effect at the legacy system is asked again. */
    @Override
    public Future<Outcome<Body>> query(Reference reference, CallContext context) {
        Request request = reference.original();
        return outcome(() -> switch (request.infno()) {
            case "2301" -> feeLines.queryUpload(request, context);
            case "2302" -> feeLines.queryRemoval(request, context);
            case "2304" -> settlements.query(request, context);
            case "2305" -> cancellations.query(request, context);
            case "2401" -> stay.queryAdmission(request, context);
            case "2404" -> stay.queryCancellation(request, context);
            default -> transaction(request, context);
        });
    }

    @Override
    public Future<Outcome<Body>> reverse(Reference reference, CallContext context) {
        Request request = reference.original();
        return outcome(() -> switch (request.infno()) {
            case "1101", "2001", "2303", "5203" -> Future.succeededFuture(Body.EMPTY);
            case "2301" -> feeLines.reverseUpload(request, context);
            case "2304" -> cancellations.reverseSettlement(request, context);
            case "2401" -> stay.reverseAdmission(request, context);
            default -> unsupported();
        });
    }

    private static Future<Body> unsupported() {
        return Future.failedFuture(new Refusal("HUNAN-UNSUPPORTED", "参保地系统不支持该交易"));
    }

    private Future<Outcome<Body>> outcome(Supplier<Future<Body>> transaction) {
        return Future.succeededFuture()
                .compose(start -> transaction.get())
                .map(Outcome::succeeded)
                .recover(failure -> Future.succeededFuture(named(failure)));
    }

    /** Only what was refused before or by the legacy system is rejected; all else is what was seen of the call. */
    private Outcome<Body> named(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return Outcome.rejected(refusal.code(), refusal.text());
        }
        if (failure instanceof FieldException field) {
            return Outcome.rejected("HUNAN-FIELD", "报文字段" + field.field() + "缺失或不符合参保地系统要求");
        }
        if (failure instanceof XmlException) {
            return Outcome.rejected("HUNAN-FIELD", "报文含有参保地系统无法接收的字符");
        }
        if (!(failure instanceof CallFailure)) {
            log.error("adapter failed", failure);
        }
        return CallFailure.outcomeOf(failure);
    }
}
