package io.wutong.payment;

import io.wutong.envelope.Fault;
import java.util.regex.Pattern;

/**
 * Whose payment code was scanned, by its digits alone; the forms do not overlap. An e-voucher proves who somebody is and
 * pays nothing, and is refused with what to show instead. What was scanned is worth money and appears in no text.
 */
public enum PaymentCode {
    WECHAT("1[0-5][0-9]{16}"),
    ALIPAY("(?:2[5-9]|30)[0-9]{14,22}"),
    UNION_PAY("62[0-9]{14,18}");

    /** The e-voucher's code, and what a face was read as: 28 characters. */
    private static final Pattern E_VOUCHER = Pattern.compile("(?:424|ano).{25}");

    private final Pattern form;

    PaymentCode(String form) {
        this.form = Pattern.compile(form);
    }

    /** @throws io.wutong.envelope.Refusal when it is no payment code */
    public static PaymentCode of(String text) {
        for (PaymentCode wallet : values()) {
            if (wallet.form.matcher(text).matches()) {
                return wallet;
            }
        }
        throw E_VOUCHER.matcher(text).matches() ? Fault.VOUCHERPAYS.refusal() : Fault.PAYCODE.refusal();
    }
}
