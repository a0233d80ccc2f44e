package io.wutong.channel.wechatpay;

/** A message of WeChat's that is authentic but not what was asked for: a field is missing, odd, or another order's. */
final class BadAnswer extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param cause a short dotted word, never a piece of the message */
    BadAnswer(String cause) {
        super(cause, null, false, false);
    }

    String shortCause() {
        return String.valueOf(getMessage());
    }
}
