package io.wutong.simulator.unionpay;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.wutong.simulator.notice.Notices;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells the merchant what succeeded, and nothing else: a signed form at the transaction's {@code backUrl}, repeated after
 * each delay until 200. Held ones go out last first.
 */
final class Teller extends Notices<NotificationFault> {

    private static final Map<String, String> FORM =
            Map.of("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8");

    private final UnionPayKeys keys;

    Teller(UnionPayKeys keys, List<Long> delaysMillis, Vertx vertx, HttpClientOptions options) {
        super(delaysMillis, vertx, options);
        this.keys = keys;
    }

    /** Whether the merchant acknowledged in the end. */
    Future<Boolean> tell(Transaction transaction) {
        NotificationFault fault = nextFault();
        String url = transaction.request.getOrDefault("backUrl", "");
        if (fault == NotificationFault.DROP || !url.startsWith("http")) {
            return Future.succeededFuture(false);
        }
        Map<String, String> facts = facts(transaction, fault);
        return tell(url, fault, fault == NotificationFault.DUPLICATE, onTry -> new Sent(FORM, form(facts, onTry)));
    }

    @Override
    protected boolean taken(int status, String answer) {
        return status == 200;
    }

    private static Map<String, String> facts(Transaction transaction, @Nullable NotificationFault fault) {
        Map<String, String> facts = Transactions.answer(transaction.request, "00", "成功[0000000]");
        Transactions.facts(facts, transaction);
        facts.put("reqReserved", transaction.request.getOrDefault("reqReserved", ""));
        facts.put("accNo", "6226********0048");
        if (fault == NotificationFault.WRONG_AMOUNT) {
            facts.put("txnAmt", Long.toString(transaction.fen + 1));
        } else if (fault == NotificationFault.OTHER_MERCHANT) {
            facts.put("merId", "777290058119999");
        } else if (fault == NotificationFault.OTHER_CURRENCY) {
            facts.put("currencyCode", "840");
        }
        return facts;
    }

    private String form(Map<String, String> facts, @Nullable NotificationFault fault) {
        Map<String, String> signed;
        if (fault == NotificationFault.HASHED_WITH_NOTHING) {
            signed = UnionPayKeys.hashWithNothing(facts);
        } else {
            signed = new TreeMap<>(keys.sign(facts, signer(fault)));
            if (fault == NotificationFault.BAD_SIGNATURE) {
                signed.put("settleAmt", "1");
            }
        }
        return form(fault == NotificationFault.REPEATED_NAME ? "txnAmt=1" : "", signed);
    }

    private static UnionPayKeys.Signer signer(@Nullable NotificationFault fault) {
        if (fault == NotificationFault.SIGNED_BY_A_MERCHANT) {
            return UnionPayKeys.Signer.MERCHANT;
        }
        if (fault == NotificationFault.OTHER_AUTHORITY) {
            return UnionPayKeys.Signer.FORGED;
        }
        return fault == NotificationFault.EXPIRED_CERTIFICATE
                ? UnionPayKeys.Signer.EXPIRED
                : UnionPayKeys.Signer.UNION_PAY;
    }
}
