package io.wutong.benefit.rules;

/** Who pays a line of a settlement: a basic fund's rules, or a layer. */
public sealed interface Payer permits Fund, Layer {

    /** Its id in the policy. */
    String id();

    /** What a patient reads. */
    String name();

    /** {@code fund_pay_type}. */
    String fundPayType();

    /** The field of {@code setlinfo} that it belongs to. */
    String field();
}
