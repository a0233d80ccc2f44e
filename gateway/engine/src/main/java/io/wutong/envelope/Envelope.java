package io.wutong.envelope;

import io.wutong.spi.AmountException;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.JsonException;
import io.wutong.spi.Value;
import java.util.Arrays;

/**
 * A request in the national envelope (interface reference §1.1): the fields that the gateway acts on, beside the bytes
 * as the hospital wrote them, which no hop edits.
 *
 * @param infno transaction number
 * @param msgid sender's message id, 30 characters
 * @param careArea {@code mdtrtarea_admvs}
 * @param homeArea {@code insuplc_admdvs}; empty when not given
 * @param fixmedinsCode the institution
 * @param opter the operator
 * @param signtype {@code signtype}; empty when not given
 * @param cainfo signature of the input; empty when not given
 * @param input the transaction's input
 * @param whole the whole envelope
 * @param bytes as received
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are the message itself, handed on and never changed
public record Envelope(
        String infno,
        String msgid,
        String careArea,
        String homeArea,
        String fixmedinsCode,
        String opter,
        String signtype,
        String cainfo,
        Body input,
        Body whole,
        byte[] bytes) {

    /**
     * Reads an envelope; which fields a transaction needs is checked later.
     *
     * @throws Refusal when the text is no JSON object
     */
    public static Envelope read(byte[] bytes) {
        Body whole;
        try {
            whole = Json.read(bytes);
        } catch (JsonException e) {
            throw Fault.JSON.refusal(e.getMessage());
        }
        Value input = whole.get("input");
        if (!(input instanceof Body)) {
            throw Fault.FIELD.refusal("input", "应为对象");
        }
        return new Envelope(
                whole.textOr("infno", ""),
                whole.textOr("msgid", ""),
                whole.textOr("mdtrtarea_admvs", ""),
                whole.textOr("insuplc_admdvs", ""),
                whole.textOr("fixmedins_code", ""),
                whole.textOr("opter", ""),
                whole.textOr("signtype", ""),
                whole.textOr("cainfo", ""),
                (Body) input,
                whole,
                bytes);
    }

    /** The object below a node of the input that holds the transaction's main fields. */
    public Body data(String node) {
        return input.body(node);
    }

    /**
     * An amount of the input in fen.
     *
     * @throws Refusal when it is missing or no amount
     */
    public static long amount(Body node, String name) {
        try {
            return node.fen(name).orElseThrow(() -> Fault.FIELD.refusal(name, "不能为空"));
        } catch (AmountException e) {
            throw Fault.AMOUNT.refusal(e.getMessage());
        }
    }

    /** A required text of the input. */
    public static String required(Body node, String name) {
        return node.text(name).orElseThrow(() -> Fault.FIELD.refusal(name, "不能为空"));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Envelope that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Envelope[" + infno + " " + msgid + "]";
    }
}
