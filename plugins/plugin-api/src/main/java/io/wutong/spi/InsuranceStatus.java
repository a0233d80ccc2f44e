package io.wutong.spi;

/**
 * An order of both halves as the channel sees it; neither half says anything of the other.
 *
 * @param orderNo our number
 * @param channelOrderId the channel's number
 * @param whole both together
 * @param cash the patient's part
 * @param insurance the insurer's part
 * @param amounts as the channel has them; without what was added or taken off
 */
public record InsuranceStatus(
        String orderNo, String channelOrderId, Part whole, Part cash, Part insurance, Amounts amounts) {

    public enum Part {
        /** There is none. */
        NONE,
        OPEN,
        PAID,
        REFUNDED,
        FAILED
    }

    /** In fen. */
    public record Amounts(long totalFen, long fundFen, long accountFen, long otherFen, long payFen) {
        public static Amounts of(InsuranceOrder.Amounts asked) {
            return new Amounts(asked.totalFen(), asked.fundFen(), asked.accountFen(), asked.otherFen(), asked.payFen());
        }
    }

    /** Both halves that there are have been paid. */
    public boolean paid() {
        return whole == Part.PAID
                && (cash == Part.PAID || cash == Part.NONE)
                && (insurance == Part.PAID || insurance == Part.NONE);
    }

    /** The patient has paid and the insurer has not and will not: his money goes back. */
    public boolean cashAlone() {
        return cash == Part.PAID && insurance == Part.FAILED;
    }
}
