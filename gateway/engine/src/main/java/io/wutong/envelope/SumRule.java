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

    private SumRule() {}

    /** I1: total = own-pay + over-limit + prior self-pay + in scope; of a request or an answer. */
    public static Optional<Broken> split(Body node) {
        Optional<Long> total = fen(node, "medfee_sumamt");
        Optional<Long> parts = sum(node, SPLIT);
        return compare("I1 medfee_sumamt", total, parts);
    }

    /**
     * The reading under which all rules hold; the national one first. A region says its switches nowhere in a message,
     * but its amounts do: where an account or mutual aid pays, no two readings hold; where none does, all are the same.
     *
     * @return empty when under each reading some rule is broken
     */
    public static Optional<Switches> reading(Body output) {
        return Switches.ALL.stream()
                .filter(switches -> ofAnswer(output, switches).isEmpty())
                .findFirst();
    }

    /** All rules on an answer's {@code output}; the list is empty when none is broken. */
    public static List<Broken> ofAnswer(Body output, Switches switches) {
        Body info = output.body("setlinfo");
        List<Broken> broken = new ArrayList<>();
        split(info).ifPresent(broken::add);

        Optional<Long> person = fen(info, "psn_part_amt").or(() -> fen(info, "psn_pay"));
        Optional<Long> hospital = fen(info, "hosp_part_amt").or(() -> fen(info, "ownpay_hosp_part"));
        Optional<Long> account = fen(info, "acct_pay");
        Optional<Long> funds = fen(info, "fund_pay_sumamt");
        Optional<Long> cash = fen(info, "psn_cash_pay").or(() -> fen(info, "cash_payamt"));
        Optional<Long> fundsAlone = switches.accountInsideFundSum() ? minus(funds, account) : funds;

        compare("I2 medfee_sumamt", fen(info, "medfee_sumamt"), plus(plus(fundsAlone, person), hospital))
                .ifPresent(broken::add);
        Optional<Long> paidByPerson = plus(account, cash);
        if (!switches.mutualAidInsideAccount()) {
            paidByPerson = plus(paidByPerson, fen(info, "acct_mulaid_pay"));
        }
        compare("I3 psn_part_amt", person, paidByPerson).ifPresent(broken::add);
        Optional<Long> fundParts = sum(info, FUNDS);
        if (fundParts.isPresent()) {
            fundParts = plus(fundParts, fen(info, "hifdm_pay").or(() -> Optional.of(0L)));
        }
        compare("I4 fund_pay_sumamt", fundsAlone, fundParts).ifPresent(broken::add);
        if (output.has("setldetail")) {
            long detail = 0;
            for (Body line : output.bodies("setldetail")) {
                detail += fen(line, "fund_payamt").orElse(0L);
            }
            compare("I5 setldetail", Optional.of(detail), plus(plus(fundsAlone, account), hospital))
                    .ifPresent(broken::add);
        }
        return broken;
    }

    private static Optional<Broken> compare(String rule, Optional<Long> left, Optional<Long> right) {
        if (left.isEmpty()
                || right.isEmpty()
                || left.get().longValue() == right.get().longValue()) {
            return Optional.empty();
        }
        return Optional.of(new Broken(rule, left.get(), right.get()));
    }

    private static Optional<Long> plus(Optional<Long> a, Optional<Long> b) {
        return a.flatMap(x -> b.map(y -> x + y));
    }

    private static Optional<Long> minus(Optional<Long> a, Optional<Long> b) {
        return a.flatMap(x -> b.map(y -> x - y));
    }

    private static Optional<Long> sum(Body node, List<String> names) {
        long sum = 0;
        for (String name : names) {
            Optional<Long> term = fen(node, name);
            if (term.isEmpty()) {
                return Optional.empty();
            }
            sum += term.get();
        }
        return Optional.of(sum);
    }

    private static Optional<Long> fen(Body node, String name) {
        try {
            return node.fen(name);
        } catch (AmountException e) {
            throw Fault.AMOUNT.refusal(e.getMessage());
        }
    }
}
