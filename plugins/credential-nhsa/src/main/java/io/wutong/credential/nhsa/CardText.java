package io.wutong.credential.nhsa;

import io.wutong.spi.Credential;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The text that a card reader gives for a social security card: fields parted by {@code |}, the last one followed by
 * another {@code |} or not.
 *
 * <pre>
 *  0 issuer area   1 identity number   2 card number   3 card id   4 name   5 ATR history
 *  6 version       7 issued            8 expires       9 terminal  10 device
 * </pre>
 *
 * The issuer must be the first six digits of the card id. A reader without PSAM gives neither numbers nor name, and
 * stops after the ninth field: such a text says nobody, and is refused. The date of expiry is not looked at: whether an
 * expired card still serves is the home's to say.
 */
final class CardText {

    private static final int FIELDS = 11;
    private static final int FIELDS_WITHOUT_PSAM = 9;
    private static final Pattern AREA = Pattern.compile("[0-9]{6}");
    private static final Pattern CARD_ID = Pattern.compile("[0-9]{6}D156000005[0-9A-F]{16}");
    private static final Pattern CARD_NUMBER = Pattern.compile("[A-Z0-9]{9}");

    private CardText() {}

    static Credential read(String text, LocalDate today) {
        List<String> fields =
                List.of((text.endsWith("|") ? text.substring(0, text.length() - 1) : text).split("\\|", -1));
        if (fields.size() != FIELDS && fields.size() != FIELDS_WITHOUT_PSAM) {
            throw new Rejection("CARD_FORMAT", "社保卡读卡内容不完整,请重新插卡读取");
        }
        String issuer = fields.get(0).strip();
        String cardId = fields.get(3).strip().toUpperCase(Locale.ROOT);
        if (!AREA.matcher(issuer).matches() || !CARD_ID.matcher(cardId).matches()) {
            throw new Rejection("CARD_FORMAT", "社保卡识别码读取有误,请重新插卡读取");
        }
        if (!cardId.startsWith(issuer)) {
            throw new Rejection("CARD_ISSUER", "社保卡发卡地区与识别码不一致,请改用医保电子凭证或身份证");
        }
        String cardNumber = fields.get(2).strip().toUpperCase(Locale.ROOT);
        if (!CARD_NUMBER.matcher(cardNumber).matches()) {
            throw new Rejection("CARD_NUMBER", "未读到社保卡号(读卡器可能未装 PSAM 卡),请改用医保电子凭证或身份证");
        }
        return new Credential(
                Credential.Kind.SOCIAL_SECURITY_CARD,
                "03",
                cardNumber,
                cardId,
                certno(fields.get(1).strip(), today),
                given(fields.get(4).strip()),
                issuer);
    }

    private static @Nullable String certno(String text, LocalDate today) {
        return text.isEmpty()
                ? null
                : IdNumber.normal(text, today)
                        .orElseThrow(() -> new Rejection("CARD_CERTNO", "社保卡内身份证号校验不通过,请改用医保电子凭证或身份证"));
    }

    private static @Nullable String given(String text) {
        return text.isEmpty() ? null : text;
    }
}
