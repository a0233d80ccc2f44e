package io.wutong.simulator.guangdong;

import io.wutong.simulator.guangdong.GuangdongPlatform.Flavour;
import io.wutong.simulator.pool.Calculated;
import io.wutong.simulator.pool.Element;
import io.wutong.simulator.pool.Person;
import io.wutong.simulator.pool.Pool;
import io.wutong.simulator.pool.Yuan;

/** How the platform writes persons and settlements, in each flavour's own names. */
final class Answers {

    private Answers() {}

    static void identity(Person person, Pool pool, Element out) {
        out.put("aab301", person.area())
                .put("yab060", "")
                .put("aac002", person.number())
                .put("aac043", "01")
                .put("aac044", person.certificate())
                .put("aac003", person.name())
                .put("aac004", person.sex())
                .put("aac005", "01")
                .put("aac006", person.birthday())
                .put("ykc021", person.resident() ? "31" : "01")
                .put("ykc300", person.resident() ? "2" : "1")
                .put("akc026", "0")
                .put("akc252", yuan(pool.year(person.number()).accountFen()))
                .put("aab004", "")
                .put("aae140", person.coverage());
    }

    static void settlement(Calculated calculated, Flavour flavour, Element out) {
        out.put("akc264", yuan(calculated.split().totalFen()))
                .put("akc253", yuan(calculated.split().ownFen()))
                .put("aka151", yuan(calculated.payment().deductibleFen()))
                .put("ake039", yuan(calculated.payment().basicFen()))
                .put("ake035", "0.00");
        if (flavour == Flavour.IN_PROVINCE) {
            out.put("akb068", yuan(calculated.fundsFen()))
                    .put("ykc630", yuan(calculated.payment().criticalFen()))
                    .put("yka319", yuan(calculated.split().scopeFen()))
                    .put(
                            "akc254",
                            yuan(calculated.personFen() - calculated.split().ownFen()))
                    .put("ykc624", yuan(calculated.personFen()))
                    .put("akb066", yuan(calculated.accountFen()));
        } else {
            out.put("ake149", yuan(calculated.fundsFen()))
                    .put("aae045", yuan(calculated.payment().criticalFen()))
                    .put("ake171", yuan(calculated.split().scopeFen()))
                    .put("akb067", yuan(calculated.cashFen()))
                    .put("ake038", yuan(calculated.accountFen()));
        }
    }

    private static String yuan(long fen) {
        return Yuan.of(fen).toPlainString();
    }
}
