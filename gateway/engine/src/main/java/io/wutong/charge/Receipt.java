package io.wutong.charge;

import io.wutong.spi.Fen;
import org.jspecify.annotations.Nullable;

/** What became of a charge, as the patient and the clerk read it. */
public final class Receipt {

    private Receipt() {}

    /** Chinese, English below. */
    public static String of(Charge charge) {
        String shown = yuan(charge.expectedFen());
        String due = yuan(charge.settledFen());
        boolean paid = charge.sequence() == Sequence.PAY_FIRST;
        boolean another = differs(charge);
        return switch (charge.state()) {
            case PAYING -> both("请支付个人部分" + shown + "，支付后自动办理医保结算", "Pay " + shown + "; the insurance settles then");
            case SETTLING ->
                both(
                        (paid ? "已支付" + shown + "，" : "") + "正在办理医保结算，请勿重复支付",
                        "The insurance is settling; do not pay again");
            case COLLECTING -> both("医保已结算，请支付个人部分" + due, "Settled; pay " + due);
            case CANCELLING ->
                both(
                        reason(charge) + "正在撤销医保结算" + (paid ? "，撤销后款项原路退回" : ""),
                        "The settlement is being cancelled" + (paid ? ", then the money goes back" : ""));
            case RETURNING -> both(reason(charge) + "医保未结算，款项正在原路退回", "Not settled; the money is on its way back");
            case BOTH -> both("医保已结算，个人部分" + (charge.settledFen() == null ? shown : due) + "已支付", "Settled and paid");
            case OWING -> both("医保已结算，个人部分" + due + "待支付", "Settled; " + due + " is still to be paid");
            case NEITHER ->
                both(
                        reason(charge) + "医保未结算，未收取费用，已支付的款项已原路退回" + (another ? "；现个人应付" + due + "，请确认后重新办理" : ""),
                        "Not settled, and nothing kept of what was paid"
                                + (another ? "; it would be " + due + " now, confirm and try again" : ""));
        };
    }

    /** Whether the patient is to be asked again, with another amount. */
    public static boolean differs(Charge charge) {
        Long settled = charge.settledFen();
        return charge.sequence() == Sequence.PAY_FIRST && settled != null && settled != charge.expectedFen();
    }

    private static String reason(Charge charge) {
        return charge.cause().isEmpty() ? "" : charge.cause() + "；";
    }

    private static String both(String zh, String en) {
        return zh + " · " + en;
    }

    private static String yuan(@Nullable Long fen) {
        return fen == null ? "" : Fen.format(fen) + "元";
    }
}
