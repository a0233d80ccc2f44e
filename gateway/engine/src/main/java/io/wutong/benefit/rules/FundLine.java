package io.wutong.benefit.rules;

/**
 * What one fund pays.
 *
 * @param fen never negative, except on a cancellation
 * @param deductibleFen what of its own deductible was borne
 * @param brackets the ratio applied, changes included
 * @param reason how it came about
 */
public record FundLine(Payer payer, long fen, long deductibleFen, Brackets brackets, Reason reason) {

    public String id() {
        return payer.id();
    }

    public String name() {
        return payer.name();
    }

    /** {@code fund_pay_type}. */
    public String fundPayType() {
        return payer.fundPayType();
    }

    /** Its field in {@code setlinfo}. */
    public String field() {
        return payer.field();
    }

    /** How it came about, in Chinese; {@code setl_proc_info}. */
    public String process() {
        return reason.text(this);
    }

    FundLine plus(FundLine other) {
        return new FundLine(
                payer,
                fen + other.fen,
                deductibleFen + other.deductibleFen,
                other.brackets,
                new Reason.Both(this, other));
    }
}
