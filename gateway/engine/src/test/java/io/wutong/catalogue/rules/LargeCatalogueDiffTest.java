package io.wutong.catalogue.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A comparison of the size that provinces have; the rules one by one are held by {@link CatalogueDiffTest}. */
class LargeCatalogueDiffTest {

    @Test
    void should_miss_none_and_invent_none_when_sixty_thousand_rows_differ_in_fifteen_thousand() {
        CataloguePair pair = CataloguePair.of(20_261_122, 60_000, 15_000);
        assertThat(pair.expected()).hasSize(15_000);
        List<Difference> found = CatalogueDiff.of(pair.before(), pair.after());
        assertThat(CataloguePair.found(found)).isEqualTo(pair.expected());
        // every fix together makes the one of the other
        List<Fix> fixes = found.stream().map(one -> Fix.propose(one, null)).toList();
        assertThat(CatalogueDiff.of(Fix.apply(pair.before(), fixes), pair.after()))
                .isEmpty();
    }
}
