package io.wutong.app.config;

import io.wutong.charge.Sequence;
import io.wutong.charge.Sequences;
import io.wutong.topology.Areas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code charges}: in which order a region's places of care take insurance and the patient's cash. */
final class ChargesPart {

    private static final Set<String> SETTLEMENTS = Set.of("2102", "2207", "2304");

    private final Areas areas;

    ChargesPart(Areas areas) {
        this.areas = areas;
    }

    Sequences read(Section root) {
        List<Sequences.Rule> rules = new ArrayList<>();
        for (Section section : root.sections("charges")) {
            Scalar area = section.scalar("area");
            if (!areas.has(area.or(""))) {
                area.wrong("已知的 6 位医保区划", "a known area of six digits");
            }
            Scalar infno = section.scalar("infno");
            if (!SETTLEMENTS.contains(infno.or(""))) {
                infno.wrong("2102、2207 或 2304", "2102, 2207 or 2304");
            }
            Sequence sequence = sequence(section.scalar("sequence"));
            Scalar orders = section.scalar("orders");
            boolean together = orders.or("separate").equals("together");
            if (!together && !orders.or("separate").equals("separate")) {
                orders.wrong("separate 或 together", "separate or together");
            }
            if (together && sequence != Sequence.PAY_FIRST) {
                orders.wrong("separate：合并下单须先付后结", "separate: together is possible with pay_first alone");
            }
            rules.add(new Sequences.Rule(area.or(""), infno.or(""), sequence, together));
        }
        return new Sequences(rules);
    }

    private static Sequence sequence(Scalar scalar) {
        Optional<Sequence> found = Arrays.stream(Sequence.values())
                .filter(sequence -> sequence.name().toLowerCase(Locale.ROOT).equals(scalar.or("")))
                .findFirst();
        if (found.isEmpty()) {
            scalar.wrong("pay_first、settle_first 或 settle_and_owe", "pay_first, settle_first or settle_and_owe");
        }
        return found.orElse(Sequence.PAY_FIRST);
    }
}
