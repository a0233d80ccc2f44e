package io.wutong.notify.sms;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Json;
import io.wutong.spi.Notifier;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends a notice once: its number goes along as {@code OutId}, and whoever asks for it again gets the end of the first
 * message. To repeat {@link #send} is the question after an {@link Outcome.Unknown}.
 *
 * <pre>
 *  no number of a mobile telephone, no template fits ──► Rejected
 *  the same notice is under way ──► waits for its end
 *    └► sent by this process before ──► Succeeded
 *    └► records, by number and day
 *         taken ──► Succeeded      refused by the carrier ──► Rejected
 *         not to be had ──► Unknown; NotSent when nothing of this notice can have been sent
 *         absent, but it may not be visible yet ──► Unknown
 *         absent for good
 *           └► SendSms
 *                OK with a BizId ──► Succeeded      refused ──► Rejected or NotSent
 *                anything else ──► Unknown: the records are asked next time
 * </pre>
 */
final class AliyunSmsNotifier implements Notifier {

    private static final Pattern MOBILE = Pattern.compile("(?:\\+?86|0086)?(1[3-9][0-9]{9})");
    private static final int OUT_ID_LENGTH_MAX = 255;
    /** The provider needs a second; with less, every message would be an unknown one. */
    private static final long SEND_MILLIS_MIN = 1_000;

    private final Settings settings;
    private final PluginServices services;
    private final SmsApi api;
    private final Records records;
    private final Dispatched dispatched;
    private final Map<String, Future<Void>> underWay = new ConcurrentHashMap<>();

    AliyunSmsNotifier(Settings settings, PluginServices services, Dispatched dispatched) {
        this.settings = settings;
        this.services = services;
        this.api = new SmsApi(settings, services);
        this.records = new Records(settings, api, services);
        this.dispatched = dispatched;
    }

    private record Message(String noticeId, String telephone, String text, String templateCode, Body parameters) {
        @Override
        public String toString() {
            return "Message[" + noticeId + " as " + templateCode + "]";
        }
    }

    @Override
    public Future<Outcome<Void>> send(String noticeId, String recipient, String text, CallContext context) {
        Outcome<Message> made = message(noticeId, recipient, text);
        if (!(made instanceof Outcome.Succeeded<Message> message)) {
            return Future.succeededFuture(made.flatMap(never -> done()));
        }
        return inTurn(noticeId, () -> once(message.answer(), context));
    }

    /** A caller that gave up may ask again before its first call has ended: a notice has one call at a time. */
    private Future<Outcome<Void>> inTurn(String noticeId, Supplier<Future<Outcome<Void>>> turn) {
        Promise<Void> end = Promise.promise();
        Future<Void> mine = end.future();
        Future<Void> before = underWay.put(noticeId, mine);
        return (before == null ? Future.<Void>succeededFuture() : before)
                .compose(ignored -> turn.get())
                .onComplete(ended -> {
                    underWay.remove(noticeId, mine);
                    end.complete();
                });
    }

    private Outcome<Message> message(String noticeId, String recipient, String text) {
        if (noticeId.isBlank() || noticeId.length() > OUT_ID_LENGTH_MAX) {
            return Outcome.rejected("NOTICE_ID", "通知编号应为 1 至 255 个字符");
        }
        Matcher mobile = MOBILE.matcher(recipient);
        if (!mobile.matches()) {
            return Outcome.rejected("RECIPIENT", "不是中国内地手机号码,短信未发送");
        }
        for (Template template : settings.templates()) {
            Optional<Body> parameters = template.parameters(text);
            if (parameters.isPresent()) {
                return Outcome.succeeded(
                        new Message(noticeId, mobile.group(1), text, template.code(), parameters.get()));
            }
        }
        services.log().warn("no template fits notice {}", noticeId);
        return Outcome.rejected("NO_TEMPLATE", "通知内容与已配置的短信模板均不相符,短信未发送,请补充模板");
    }

    private Future<Outcome<Void>> once(Message message, CallContext context) {
        if (dispatched.isSent(message.noticeId())) {
            return Future.succeededFuture(done());
        }
        return records.look(message.noticeId(), message.telephone(), message.text(), context)
                .compose(found -> next(message, found, context));
    }

    private Future<Outcome<Void>> next(Message message, Outcome<Records.Found> found, CallContext context) {
        String noticeId = message.noticeId();
        if (found.equals(Outcome.succeeded(Records.Found.ABSENT))) {
            return dispatched.absentForGood(noticeId, context.attempt())
                    ? dispatch(message, context)
                    : Future.succeededFuture(Outcome.unknown("not_in_the_records_yet"));
        }
        if (found instanceof Outcome.Succeeded) {
            dispatched.sent(noticeId);
            return Future.succeededFuture(done());
        }
        boolean doubtful = dispatched.mayHaveArrived(noticeId, context.attempt());
        if (!doubtful) {
            dispatched.certainlyNot(noticeId);
        }
        return Future.succeededFuture(
                doubtful && found instanceof Outcome.NotSent<Records.Found> unasked
                        ? Outcome.unknown("query." + unasked.cause())
                        : found.flatMap(never -> done()));
    }

    private Future<Outcome<Void>> dispatch(Message message, CallContext context) {
        if (context.remainingMillis() < SEND_MILLIS_MIN) {
            dispatched.certainlyNot(message.noticeId());
            return Future.succeededFuture(Outcome.notSent("no_time_left"));
        }
        TreeMap<String, String> parameters = new TreeMap<>(Map.of(
                "PhoneNumbers", message.telephone(),
                "SignName", settings.signName(),
                "TemplateCode", message.templateCode(),
                "TemplateParam", Json.writeText(message.parameters()),
                "OutId", message.noticeId()));
        dispatched.doubtful(message.noticeId());
        return api.call("SendSms", parameters, context)
                .map(AliyunSmsNotifier::taken)
                .onSuccess(outcome -> remember(message.noticeId(), outcome));
    }

    /** An answer to something else has no number of a message. */
    private static Outcome<Void> taken(Outcome<Body> answer) {
        return answer.flatMap(body -> body.textOr("BizId", "").isEmpty() ? Outcome.unknown("answer.BizId") : done());
    }

    private void remember(String noticeId, Outcome<Void> outcome) {
        if (outcome instanceof Outcome.Succeeded) {
            dispatched.sent(noticeId);
        } else if (outcome instanceof Outcome.Rejected || outcome instanceof Outcome.NotSent) {
            dispatched.certainlyNot(noticeId);
        }
    }

    @SuppressWarnings("NullAway") // Void has no other value
    private static Outcome<Void> done() {
        return Outcome.succeeded(null);
    }
}
