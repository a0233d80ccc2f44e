package io.wutong.sandbox;

import io.vertx.core.Future;
import io.wutong.simulator.alipay.AlipaySimulator;
import io.wutong.simulator.unionpay.UnionPaySimulator;
import io.wutong.simulator.wechat.WeChatPaySimulator;
import java.util.List;
import java.util.Locale;

/**
 * A channel's counterpart as the fault tests see it: what the patient does at it, and how it can misbehave. Faults go by
 * the names of the simulator's own lists.
 */
enum FaultyChannel {
    WECHATPAY(
            List.of(
                    "HTTP_500",
                    "HTTP_500_AFTER_EFFECT",
                    "FREQUENCY_LIMITED",
                    "RESET_AFTER_EFFECT",
                    "UNSIGNED",
                    "WRONGLY_SIGNED",
                    "STALE",
                    "UNKNOWN_SERIAL",
                    "BROKEN",
                    "EMPTY"),
            List.of("BAD_SIGNATURE", "SIGNTEST", "UNSIGNED", "STALE", "UNKNOWN_SERIAL"),
            List.of("WRONG_AMOUNT", "OTHER_MERCHANT")) {
        @Override
        Future<Boolean> pay(Counterparts at, String orderNo) {
            return weChat(at).payByOrder(orderNo);
        }

        @Override
        Future<Boolean> payLate(Counterparts at, String orderNo) {
            return weChat(at).payLate(orderNo);
        }

        @Override
        void failAnswer(Counterparts at, String fault) {
            weChat(at).failNextAnswer(io.wutong.simulator.wechat.AnswerFault.valueOf(fault));
        }

        @Override
        void failNotification(Counterparts at, String fault) {
            weChat(at).failNextNotification(io.wutong.simulator.wechat.NotificationFault.valueOf(fault));
        }

        @Override
        void refundsWait(Counterparts at, boolean wait) {
            weChat(at).refundsWait(wait);
        }

        @Override
        Future<Boolean> settleRefund(Counterparts at, String orderNo, String refundNo) {
            return weChat(at).settleRefund(refundNo, "SUCCESS");
        }

        @Override
        void holdNotifications(Counterparts at) {
            weChat(at).holdNotifications();
        }

        @Override
        Future<Void> releaseReversed(Counterparts at) {
            return weChat(at).releaseNotificationsReversed();
        }
    },
    ALIPAY(
            List.of(
                    "HTTP_500",
                    "BUSY",
                    "BUSY_AFTER_EFFECT",
                    "RESET_AFTER_EFFECT",
                    "UNSIGNED",
                    "WRONGLY_SIGNED",
                    "UNKNOWN_CERTIFICATE",
                    "BROKEN",
                    "EMPTY",
                    "ESCAPED_SLASHES"),
            List.of("BAD_SIGNATURE", "UNSIGNED", "OTHER_ALGORITHM", "REPEATED_NAME", "STALE"),
            List.of("WRONG_AMOUNT", "OTHER_SELLER", "OTHER_APPLICATION")) {
        @Override
        Future<Boolean> pay(Counterparts at, String orderNo) {
            return alipay(at).payByOrder(orderNo);
        }

        @Override
        Future<Boolean> payLate(Counterparts at, String orderNo) {
            return alipay(at).payLate(orderNo);
        }

        @Override
        void failAnswer(Counterparts at, String fault) {
            alipay(at).failNextAnswer(io.wutong.simulator.alipay.AnswerFault.valueOf(fault));
        }

        @Override
        void failNotification(Counterparts at, String fault) {
            alipay(at).failNextNotification(io.wutong.simulator.alipay.NotificationFault.valueOf(fault));
        }

        @Override
        void refundsWait(Counterparts at, boolean wait) {
            alipay(at).refundsWait(wait);
        }

        @Override
        Future<Boolean> settleRefund(Counterparts at, String orderNo, String refundNo) {
            return alipay(at).settleRefund(orderNo, refundNo);
        }

        @Override
        void holdNotifications(Counterparts at) {
            alipay(at).holdNotifications();
        }

        @Override
        Future<Void> releaseReversed(Counterparts at) {
            return alipay(at).releaseNotificationsReversed();
        }
    },
    UNIONPAY(
            List.of(
                    "HTTP_500",
                    "STATE_UNKNOWN",
                    "RESET_AFTER_EFFECT",
                    "UNSIGNED",
                    "WRONGLY_SIGNED",
                    "SIGNED_BY_A_MERCHANT",
                    "OTHER_AUTHORITY",
                    "EXPIRED_CERTIFICATE",
                    "HASHED_WITH_NOTHING",
                    "BROKEN",
                    "EMPTY"),
            List.of(
                    "BAD_SIGNATURE",
                    "SIGNED_BY_A_MERCHANT",
                    "OTHER_AUTHORITY",
                    "EXPIRED_CERTIFICATE",
                    "HASHED_WITH_NOTHING",
                    "REPEATED_NAME"),
            List.of("WRONG_AMOUNT", "OTHER_MERCHANT", "OTHER_CURRENCY")) {
        @Override
        Future<Boolean> pay(Counterparts at, String orderNo) {
            return unionPay(at).payByOrder(orderNo);
        }

        @Override
        Future<Boolean> payLate(Counterparts at, String orderNo) {
            return unionPay(at).payLate(orderNo);
        }

        @Override
        void failAnswer(Counterparts at, String fault) {
            unionPay(at).failNextAnswer(io.wutong.simulator.unionpay.AnswerFault.valueOf(fault));
        }

        @Override
        void failNotification(Counterparts at, String fault) {
            unionPay(at).failNextNotification(io.wutong.simulator.unionpay.NotificationFault.valueOf(fault));
        }

        @Override
        void refundsWait(Counterparts at, boolean wait) {
            unionPay(at).refundsWait(wait);
        }

        @Override
        Future<Boolean> settleRefund(Counterparts at, String orderNo, String refundNo) {
            return unionPay(at).settleRefund(refundNo, "00");
        }

        @Override
        void holdNotifications(Counterparts at) {
            unionPay(at).holdNotifications();
        }

        @Override
        Future<Void> releaseReversed(Counterparts at) {
            return unionPay(at).releaseNotificationsReversed();
        }
    };

    private final List<String> answers;
    private final List<String> mended;
    private final List<String> wrong;

    FaultyChannel(List<String> answers, List<String> mended, List<String> wrong) {
        this.answers = answers;
        this.mended = mended;
        this.wrong = wrong;
    }

    /** As the configuration names it. */
    String account() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Answers that are no answer, most of them after the effect. */
    List<String> answerFaults() {
        return answers;
    }

    /** Notifications of which the first try cannot be believed and a repetition can. */
    List<String> mendedNotifications() {
        return mended;
    }

    /** Notifications that are never right. */
    List<String> wrongNotifications() {
        return wrong;
    }

    abstract Future<Boolean> pay(Counterparts at, String orderNo);

    abstract Future<Boolean> payLate(Counterparts at, String orderNo);

    abstract void failAnswer(Counterparts at, String fault);

    abstract void failNotification(Counterparts at, String fault);

    abstract void refundsWait(Counterparts at, boolean wait);

    abstract Future<Boolean> settleRefund(Counterparts at, String orderNo, String refundNo);

    abstract void holdNotifications(Counterparts at);

    /** What was held, the last first: a refund before its payment. */
    abstract Future<Void> releaseReversed(Counterparts at);

    private static WeChatPaySimulator weChat(Counterparts at) {
        return at.weChat();
    }

    private static AlipaySimulator alipay(Counterparts at) {
        return at.alipay();
    }

    private static UnionPaySimulator unionPay(Counterparts at) {
        return at.unionPay();
    }
}
