package io.wutong.envelope;

import io.wutong.spi.AmountException;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The sum rules I1–I5 of a settlement (interface reference §4.4), on national field names. A rule holds, is broken, or
 * does not apply because a term is null or absent.
 *
 * <p>Two switches are a region's: whether 共济 ({@code acct_mulaid_pay}) already stands inside {@code acct_pay} (I3),
 * and whether {@code fund_pay_sumamt} includes the personal account (I2, I4, I5).
 */
public final class SumRule {

    /** A region's switches. */
    public record Switches(boolean mutualAidInsideAccount, boolean accountInsideFundSum) {
        public static final Switches NATIONAL = new Switches(true, false);

        private static final List<Switches> ALL =
                List.of(NATIONAL, new Switches(false, false), new Switches(true, true), new Switches(false, true));
    }

    /** Why a rule is broken: the rule's name and both sides. */
    public record Broken(String rule, long leftFen, long rightFen) {
        @Override
        public String toString() {
            return rule + " " + Fen.format(leftFen) + "≠" + Fen.format(rightFen);
        }
    }

    private static final List<String> SPLIT =
            List.of("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt");
    private static final List<String> FUNDS =
            List.of("hifp_pay", "cvlserv_pay", "hifes_pay", "hifmi_pay", "hifob_pay", "maf_pay", "oth_pay");

    /** No amount has so many digits: the term is null or absent. */
    private static final long NONE = Long.MIN_VALUE;

    private SumRule() {}

    /** I1: total = own-pay + over-limit + prior self-pay + in scope; of a request or an answer. */
    public static Optional<Broken> split(Body node) {
        List<Broken> broken = new ArrayList<>(0);
        split(node, broken);
        return broken.stream().findFirst();
    }

    private static void split(Body node, List<Broken> broken) {
        compare("I1 medfee_sumamt", fen(node, "medfee_sumamt"), sum(node, SPLIT), broken);
    }

    /**
     * The reading under which all rules hold; the national one first. A region says its switches nowhere in a message,
     * but its amounts do: where an account or mutual aid pays, no two readings hold; where none does, all are the same.
     *
     * @return empty when under each reading some rule is broken
     */
    public static Optional<Switches> reading(Body output) {
        for (Switches switches : Switches.ALL) {
            if (ofAnswer(output, switches).isEmpty()) {
                return Optional.of(switches);
            }
        }
        return Optional.empty();
    }

    /** All rules on an answer's {@code output}; the list is empty when none is broken. */
    public static List<Broken> ofAnswer(Body output, Switches switches) {
        Body info = output.body("setlinfo");
        List<Broken> broken = new ArrayList<>(0);
        split(info, broken);

        long person = fen(info, "psn_part_amt", "psn_pay");
        long hospital = fen(info, "hosp_part_amt", "ownpay_hosp_part");
        long account = fen(info, "acct_pay");
        long funds = fen(info, "fund_pay_sumamt");
        long cash = fen(info, "psn_cash_pay", "cash_payamt");
        long fundsAlone = switches.accountInsideFundSum() ? plus(funds, account == NONE ? NONE : -account) : funds;

        compare("I2 medfee_sumamt", fen(info, "medfee_sumamt"), plus(plus(fundsAlone, person), hospital), broken);
        long paidByPerson = plus(account, cash);
        if (!switches.mutualAidInsideAccount()) {
            paidByPerson = plus(paidByPerson, fen(info, "acct_mulaid_pay"));
        }
        compare("I3 psn_part_amt", person, paidByPerson, broken);
        long fundParts = sum(info, FUNDS);
        if (fundParts != NONE) {
            long serious = fen(info, "hifdm_pay");
            fundParts = plus(fundParts, serious == NONE ? 0 : serious);
        }
        compare("I4 fund_pay_sumamt", fundsAlone, fundParts, broken);
        if (output.has("setldetail")) {
            long detail = 0;
            for (Body line : output.bodies("setldetail")) {
                long paid = fen(line, "fund_payamt");
                detail += paid == NONE ? 0 : paid;
            }
            compare("I5 setldetail", detail, plus(plus(fundsAlone, account), hospital), broken);
        }
        return broken;
    }

    private static void compare(String rule, long left, long right, List<Broken> broken) {
        if (left != NONE && right != NONE && left != right) {
            broken.add(new Broken(rule, left, right));
        }
    }

    private static long plus(long a, long b) {
        return a == NONE || b == NONE ? NONE : a + b;
    }

    private static long sum(Body node, List<String> names) {
        long sum = 0;
        for (int i = 0; i < names.size() && sum != NONE; i++) {
            sum = plus(sum, fen(node, names.get(i)));
        }
        return sum;
    }

    /** The first of two names that is given. */
    private static long fen(Body node, String name, String otherwise) {
        long fen = fen(node, name);
        return fen == NONE ? fen(node, otherwise) : fen;
    }

    private static long fen(Body node, String name) {
        try {
            return node.fenOr(name, NONE);
        } catch (AmountException e) {
            throw Fault.AMOUNT.refusal(e.getMessage());
        }
    }
}
