package io.wutong.region.guangdong;

import io.wutong.spi.CallFailure;
import io.wutong.support.Xml;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.Step;
import java.util.List;
import java.util.Optional;

/**
 * The calls of a visit that stand at the platform, as 0701 lists them: what later calls must quote is read from them.
 *
 * @param state what was remembered before, with the numbers that stand and without those that do not
 */
record StandingCalls(List<Xml> rows, StayState state) {

    /** @throws CallFailure when they speak of another person or another visit */
    static StandingCalls of(List<Xml> rows, Step step, Flavour flavour) {
        String known = step.state().visitNo();
        StayState located = step.state().with(Discharges.DISCHARGED, "").with(GuangdongSystem.SETTLED, "");
        for (Xml row : rows) {
            if (!row.text("aac002").orElse("").equals(step.care().psnNo())) {
                throw new CallFailure(true, "answer_person");
            }
            if (!known.isEmpty() && !row.text("ykc700").orElse("").equals(known)) {
                throw new CallFailure(true, "answer_visit");
            }
            located = located.with(
                            row.text("transno").orElse(""), row.text("transid").orElse(""))
                    .with(StayState.VISIT_NO, row.text("ykc700").orElse(""));
            Optional<String> settlement = row.text(flavour.settlementId());
            if (settlement.isPresent()) {
                located = located.with(GuangdongSystem.SETTLEMENT, settlement.get());
            }
        }
        return new StandingCalls(rows, located);
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The one of a number, when it stands. */
    Optional<Xml> of(String transno) {
        return rows.stream()
                .filter(row -> row.text("transno").equals(Optional.of(transno)))
                .findFirst();
    }
}
