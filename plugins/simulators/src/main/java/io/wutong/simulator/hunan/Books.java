package io.wutong.simulator.hunan;

import io.wutong.simulator.pool.Accumulators;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the server keeps: persons, their year, visits, and one entry for each part paid or taken back. */
final class Books {

    record Entry(String visitNo, String fund, long fen) {}

    final Map<String, Insured> persons = new LinkedHashMap<>();
    final Map<String, Visit> visits = new LinkedHashMap<>();
    final List<Entry> entries = new ArrayList<>();
    private final Map<String, Accumulators> years = new HashMap<>();
    private int counter;

    /** One person may have several coverages, each with its own number. */
    void add(Insured person) {
        persons.put(person.personNo(), person);
        years.put(person.personNo(), new Accumulators(0, 0, 0, 0, person.accountFen()));
    }

    Accumulators year(String personNo) {
        return Optional.ofNullable(years.get(personNo)).orElseThrow(() -> new Refusal("个人电脑号不存在"));
    }

    /** Institution, day and a counter: 20 characters. */
    String nextVisitNo(String institution, String day) {
        counter++;
        return (institution + "000000").substring(0, 6) + day + "%06d".formatted(counter);
    }

    void settle(Visit visit, Visit.Settlement settlement) {
        years.merge(visit.person.personNo(), settlement.change(), Accumulators::plus);
        settlement.parts().forEach(part -> entries.add(new Entry(visit.no, part.fund(), part.fen())));
        visit.settlement = settlement;
        visit.state = Visit.State.SETTLED;
    }

    void cancel(Visit visit, Visit.Settlement settlement) {
        years.merge(visit.person.personNo(), settlement.change().negated(), Accumulators::plus);
        settlement.parts().forEach(part -> entries.add(new Entry(visit.no, part.fund(), -part.fen())));
        visit.settlement = null;
        visit.state = Visit.State.REGISTERED;
        visit.everCancelled = true;
    }
}
