package io.wutong.credential.nhsa;

import java.time.LocalDate;
import java.util.regex.Pattern;

/**
 * What a scanned text is, by its form.
 *
 * <p>Eighteen digits can be an identity number or a WeChat payment code: both may begin with 11 to 15 (Beijing to Inner
 * Mongolia; WeChat uses 10 to 15). The check character together with the date of birth decides: of payment codes, one in
 * some 24,000 would pass as an identity number, and it would belong to nobody. A text that fails and begins like a
 * payment code is taken for one, and the hint mentions both. Alipay's prefixes 25 to 30 are no province's.
 */
enum ScanKind {
    CARD,
    ID_NUMBER,
    WECHAT_CODE,
    ALIPAY_CODE,
    UNION_PAY_CODE,
    E_VOUCHER,
    UNKNOWN;

    private static final Pattern WECHAT = Pattern.compile("1[0-5][0-9]{16}");
    private static final Pattern ALIPAY = Pattern.compile("(?:2[5-9]|30)[0-9]{14,22}");
    private static final Pattern UNION_PAY = Pattern.compile("62[0-9]{14,18}");

    static ScanKind of(String text, Pattern eVoucher, LocalDate today) {
        if (text.indexOf('|') >= 0) {
            return CARD;
        }
        if (IdNumber.normal(text, today).isPresent()) {
            return ID_NUMBER;
        }
        if (WECHAT.matcher(text).matches()) {
            return WECHAT_CODE;
        }
        if (ALIPAY.matcher(text).matches()) {
            return ALIPAY_CODE;
        }
        if (UNION_PAY.matcher(text).matches() && !IdNumber.hasBirthDate(text, today)) {
            return UNION_PAY_CODE;
        }
        if (IdNumber.looksLikeOne(text)) {
            return ID_NUMBER;
        }
        return eVoucher.matcher(text).matches() ? E_VOUCHER : UNKNOWN;
    }
}
