package io.wutong.region.nhsa;

import io.wutong.spi.Body;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.Value;
import io.wutong.support.InnerAddresses;
import io.wutong.support.stay.Refusal;

/**
 * A national answer with the quirks of its senders taken out: {@code infcode} a number or a string; {@code output} an
 * object, a text that holds one, encrypted, null, or absent; {@code idetinfo} beside instead of inside. Whatever
 * {@code output} holds besides is kept as it is.
 */
record Reply(Body envelope) {

    static Reply parse(String text) {
        try {
            return new Reply(Json.read(text));
        } catch (JsonException e) {
            throw new CallFailure(true, "answer_unreadable");
        }
    }

    /** Said of a sign-in number, before anything is done. */
    boolean signInExpired() {
        return !succeeded() && message().contains("签到");
    }

    boolean succeeded() {
        return envelope.textOr("infcode", "").equals("0");
    }

    private String message() {
        return envelope.textOr("err_msg", "");
    }

    /**
     * This reply when it is a success.
     *
     * @param minusOneUnknown a region whose −1 says that its core does not know
     */
    Reply orRefusal(boolean minusOneUnknown) {
        if (succeeded()) {
            return this;
        }
        String code = envelope.textOr("infcode", "");
        if (code.isEmpty()) { // a gateway in between says no, and nobody says what the core has done
            throw new CallFailure(true, "gateway_" + envelope.textOr("code", "reply"));
        }
        String reason = InnerAddresses.strip(message());
        if (!code.matches("-?[0-9]{1,9}") || reason.isEmpty() || (minusOneUnknown && code.equals("-1"))) {
            throw new CallFailure(true, "answer_code");
        }
        throw new Refusal("NHSA" + (code.startsWith("-") ? code : "-" + code), reason);
    }

    /** @param clientId the SM4 key of encrypted outputs, {@code ""} when there are none */
    Body output(String clientId) {
        Value output = envelope.get("output");
        Body body = Body.EMPTY;
        if (output instanceof Body plain) {
            body = plain;
        } else if (output instanceof Value.Text text && !text.value().isBlank()) {
            body = inner(text.value(), clientId);
        }
        Value beside = envelope.get("idetinfo");
        return beside == null || body.has("idetinfo") ? body : body.with("idetinfo", beside);
    }

    private static Body inner(String text, String clientId) {
        try {
            return Json.read(opened(text, clientId));
        } catch (IllegalArgumentException e) {
            throw new CallFailure(true, "answer_output");
        }
    }

    /** A text in clear: one that begins like an object never was encrypted. */
    static String opened(String text, String clientId) {
        if (clientId.isEmpty() || text.isBlank() || text.strip().startsWith("{")) {
            return text;
        }
        try {
            return ClientCipher.decrypt(text.strip(), clientId);
        } catch (IllegalArgumentException e) {
            throw new CallFailure(true, "answer_output");
        }
    }
}
