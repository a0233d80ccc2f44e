package io.wutong.simulator.shanghai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wutong.simulator.pool.Calculated;
import io.wutong.simulator.pool.Yuan;

/** A calculation as segments and payers: what lies below the deductible, what the pool shares in, what lies on top. */
final class Amounts {

    private Amounts() {}

    static void write(Calculated calculated, ObjectNode out) {
        long deductible = calculated.payment().deductibleFen();
        long fromDeductible = Math.min(deductible, calculated.accountFen());
        long shared = calculated.split().scopeFen() - calculated.fundsFen() - deductible;
        long fromShared = calculated.accountFen() - fromDeductible;
        out.put("totalexpense", Yuan.of(calculated.split().scopeFen()))
                .put("curaccountpay", Yuan.of(0))
                .put("hisaccountpay", Yuan.of(calculated.accountFen()))
                .put("qfdzhzfs", Yuan.of(fromDeductible))
                .put("qfdxjzfs", Yuan.of(deductible - fromDeductible))
                .put("tcdzhzfs", Yuan.of(fromShared))
                .put("tcdxjzfs", Yuan.of(shared - fromShared))
                // replies write amounts as numbers or as strings
                .put("tczfs", Yuan.of(calculated.payment().basicFen()).toPlainString())
                .put("fjdzhzfs", Yuan.of(0))
                .put("fjdxjzfs", Yuan.of(0))
                .put("fjzfs", Yuan.of(calculated.payment().criticalFen()).toPlainString())
                .put(
                        "ybjsfwfyze",
                        Yuan.of(calculated.split().scopeFen()
                                + calculated.split().priorFen()))
                .put("fybjsfwfyze", Yuan.of(calculated.split().ownFen()))
                .put("jlc", "")
                .put("jfje", Yuan.of(0));
    }

    /** What SK01 gives back, in its own names. */
    static void writeRefund(Calculated settled, ObjectNode out) {
        long deductible = settled.payment().deductibleFen();
        long fromDeductible = Math.min(deductible, settled.accountFen());
        long shared = settled.split().scopeFen() - settled.fundsFen() - deductible;
        long fromShared = settled.accountFen() - fromDeductible;
        out.put("curaccount", "0.00")
                .put("hisaccount", text(fromDeductible))
                .put("zfcash", text(deductible - fromDeductible))
                .put("tchisaccount", text(fromShared))
                .put("tccash", text(shared - fromShared))
                .put("tc", text(settled.payment().basicFen()))
                .put("dffjhisaccount", "0.00")
                .put("dffjcash", "0.00")
                .put("dffj", text(settled.payment().criticalFen()))
                .put("gjaccount", "0.00");
    }

    /** Cash inside the segments: neither prior self-pay nor what is outside of the scheme. */
    static long cashFen(Calculated calculated) {
        return calculated.split().scopeFen() - calculated.fundsFen() - calculated.accountFen();
    }

    private static String text(long fen) {
        return Yuan.of(fen).toPlainString();
    }
}
