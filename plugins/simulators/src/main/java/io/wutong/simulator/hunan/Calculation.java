package io.wutong.simulator.hunan;

import io.wutong.simulator.pool.Accumulators;
import io.wutong.simulator.pool.BenefitRule;
import io.wutong.simulator.pool.Element;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a visit and what the caller states about it into the parts of each fund. The caller may state how the place of
 * care split the fees (akc264 = bka825 + bka826 + bka827); then the rows must add up to it. Otherwise the server takes
 * every row as in scope, but those of an injury, which are cash.
 */
final class Calculation {

    private Calculation() {}

    static Visit.Settlement of(Visit visit, Element request, Accumulators year, String time) {
        long total = visit.feesFen();
        if (visit.fees.isEmpty() || total < 0) {
            throw new Refusal("该业务没有费用明细，不能结算");
        }
        long own;
        long partly;
        if (request.has("bka827")) {
            own = Yuan.fen("bka825", request.get("bka825"));
            partly = Yuan.fen("bka826", request.get("bka826"));
            long stated = own + partly + Yuan.fen("bka827", request.get("bka827"));
            if (stated != total || Yuan.fen("akc264", request.get("akc264")) != total) {
                throw new Refusal("费用合计与明细合计不符：明细合计" + Yuan.of(total) + "，传入合计" + Yuan.of(stated));
            }
        } else {
            own = visit.fees.values().stream()
                    .filter(fee -> "1".equals(fee.fields().get("bkm109")))
                    .mapToLong(Visit.Fee::fen)
                    .sum();
            partly = 0;
        }
        Insured person = visit.person;
        BenefitRule.Payment payment = person.rule().pay(total - own - partly, year);
        long shared = total - own - payment.basicFen() - payment.criticalFen();
        boolean useAccount = !request.get("akc252").equals("0");
        long account = useAccount ? Math.min(year.accountFen(), shared + own) : 0;
        long fromShared = Math.min(account, shared);

        List<Visit.Paid> parts = new ArrayList<>();
        add(parts, person.resident() ? "801" : "001", person.resident() ? "居民统筹" : "统筹", payment.basicFen());
        add(parts, person.resident() ? "803" : "201", person.resident() ? "居民大病" : "大病互助", payment.criticalFen());
        add(parts, "003", "个人账户", account);
        add(parts, "999", "个人现金自付", shared - fromShared);
        add(parts, "999", "个人现金自费", own - (account - fromShared));
        Accumulators change =
                new Accumulators(1, payment.basicFen(), payment.leftFen(), payment.criticalFen(), -account);
        return new Visit.Settlement(List.copyOf(parts), payment.deductibleFen(), change, time);
    }

    private static void add(List<Visit.Paid> parts, String fund, String name, long fen) {
        if (fen != 0) {
            parts.add(new Visit.Paid(fund, name, fen));
        }
    }
}
