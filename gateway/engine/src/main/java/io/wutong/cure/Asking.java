package io.wutong.cure;

import io.wutong.cases.Case;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import java.util.List;
import java.util.function.Function;

/** How a patient hears that he may say which of his coverages stays; the window may tell him too. */
@FunctionalInterface
public interface Asking {

    /** By nobody but the window. */
    Asking AT_THE_WINDOW = given -> new Words(Needs.NONE, rows -> List.of());

    /**
     * What asks him, once: rows of the commit that keeps that he is to be asked.
     *
     * @param reads what the rows hang on
     */
    record Words(Needs reads, Function<Rows, List<Row>> writes) {}

    /** @param given a case of {@link Case#INSURED_TWICE} in which nobody has chosen and there is still time to */
    Words of(Case given);
}
