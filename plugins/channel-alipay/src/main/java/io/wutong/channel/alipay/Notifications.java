package io.wutong.channel.alipay;

import io.wutong.spi.Outcome;
import io.wutong.spi.PaymentEvent;
import io.wutong.spi.PaymentStatus;
import io.wutong.spi.RawNotification;
import io.wutong.support.BadAnswer;
import io.wutong.support.CharsetException;
import io.wutong.support.Charsets;
import io.wutong.support.Forms;
import io.wutong.support.Sha256Rsa;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Opens a notification: a form, each name once, decoded by the charset that it names; the signature over all fields but
 * {@code sign} and {@code sign_type}; then whose application and whose account it is, how old it is, and what it says.
 *
 * <p>Alipay tells refunds at the payment's address, with the sum of all refunds so far and without the state of one of
 * them. Such a notification is passed on as an order that was paid and is being refunded: which refund has come through
 * is asked, never taken from it.
 *
 * <p>The algorithm is ours, never the message's. Pure but for the clock; for the worker.
 */
final class Notifications {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Set<String> UNSIGNED = Set.of("sign", "sign_type");
    private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    private final Settings settings;
    private final Clock clock;

    Notifications(Settings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    Outcome<PaymentEvent> open(RawNotification raw) {
        try {
            if (!raw.header("content-type").orElse("").startsWith(FORM)) {
                return refuse("answer.content_type");
            }
            Map<String, String> fields = fields(raw.body().getBytes());
            if (!given(fields, "sign_type").equals("RSA2") || !holds(fields)) {
                return refuse("signature.wrong");
            }
            same(fields, "app_id", settings.appId());
            same(fields, "seller_id", settings.sellerId());
            if (!fresh(given(fields, "notify_time"))) {
                return refuse("signature.age");
            }
            return Outcome.succeeded(event(fields));
        } catch (BadAnswer e) {
            return refuse(e.shortCause());
        }
    }

    private static Map<String, String> fields(byte[] form) {
        String named = Forms.read(form, StandardCharsets.ISO_8859_1).getOrDefault("charset", "utf-8");
        try {
            Charset charset = Charsets.of(named);
            return Forms.read(form, charset);
        } catch (CharsetException e) {
            throw new BadAnswer("form.charset");
        }
    }

    private boolean holds(Map<String, String> fields) {
        byte[] signed = SignedText.of(fields, UNSIGNED).getBytes(Charsets.of(fields.getOrDefault("charset", "utf-8")));
        String signature = given(fields, "sign");
        return settings.trust().keys(Optional.empty()).stream()
                .anyMatch(key -> Sha256Rsa.holds(key, signed, signature));
    }

    private boolean fresh(String notifyTime) {
        Duration age = Duration.between(Messages.instant(notifyTime), clock.instant());
        return age.compareTo(AHEAD_MAX.negated()) >= 0 && age.toMinutes() <= settings.notificationAgeMinutesMax();
    }

    private static PaymentEvent event(Map<String, String> fields) {
        boolean refunded = fields.containsKey("gmt_refund") || fields.containsKey("refund_fee");
        String tradeStatus = given(fields, "trade_status");
        PaymentStatus.State state = Messages.state(tradeStatus, refunded);
        if (refunded && state == PaymentStatus.State.PAID) {
            state = PaymentStatus.State.REFUNDING;
        }
        String paidAt = fields.getOrDefault("gmt_payment", "");
        if (paidAt.isEmpty() && state == PaymentStatus.State.PAID) {
            throw new BadAnswer("answer.gmt_payment");
        }
        return new PaymentEvent.Payment(
                given(fields, "notify_id") + "." + tradeStatus + "." + fields.getOrDefault("refund_fee", ""),
                new PaymentStatus(
                        given(fields, "out_trade_no"),
                        state,
                        given(fields, "trade_no"),
                        Messages.fen(given(fields, "total_amount"), "total_amount"),
                        Messages.currency(fields.getOrDefault("trans_currency", "CNY")),
                        paidAt.isEmpty() ? null : Messages.iso(paidAt)));
    }

    private static void same(Map<String, String> fields, String name, String expected) {
        if (!expected.equals(given(fields, name))) {
            throw new BadAnswer("answer." + name);
        }
    }

    private static String given(Map<String, String> fields, String name) {
        String value = fields.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new BadAnswer("answer." + name);
        }
        return value;
    }

    private static Outcome<PaymentEvent> refuse(String cause) {
        return Outcome.rejected(cause, "支付宝通知未通过核验");
    }
}
