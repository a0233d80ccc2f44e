package io.wutong.benefit.rules;

import java.util.List;

/**
 * What of the person's share the personal account and family mutual aid pay.
 *
 * @param order who pays first
 * @param pays the parts that they may pay
 * @param fundSumIncludesIt the region's {@code fund_pay_sumamt} includes the personal account
 * @param includesMutualAid the region's {@code acct_pay} includes mutual aid
 */
public record Account(List<Purse> order, List<Part> pays, boolean fundSumIncludesIt, boolean includesMutualAid) {

    public static final Account USUAL =
            new Account(List.of(Purse.ACCOUNT, Purse.MUTUAL_AID), List.of(Part.values()), false, false);

    /** Whose money. */
    public enum Purse {
        ACCOUNT,
        MUTUAL_AID
    }

    /** Who pays how much of the person's share. */
    record Split(long accountFen, long mutualAidFen) {}

    public Account {
        order = List.copyOf(order);
        pays = List.copyOf(pays);
    }

    Split split(Stay.Wallet wallet, java.util.Map<Part, Long> left) {
        long rest = 0;
        for (Part part : pays) {
            rest += left.getOrDefault(part, 0L);
        }
        if (!wallet.used()) {
            return new Split(0, 0);
        }
        long account = 0;
        long mutual = 0;
        for (Purse purse : order) {
            long takes = Math.min(rest, purse == Purse.ACCOUNT ? wallet.accountFen() : wallet.mutualAidFen());
            account += purse == Purse.ACCOUNT ? takes : 0;
            mutual += purse == Purse.MUTUAL_AID ? takes : 0;
            rest -= takes;
        }
        return new Split(account, mutual);
    }
}
