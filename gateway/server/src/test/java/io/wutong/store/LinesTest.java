package io.wutong.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.ledger.Entry;
import io.wutong.observe.Hop;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

    @Test
    void should_read_a_trace_as_it_was_when_its_names_are_plain() {
        List<Hop> hops = List.of(
                new Hop("H32110200001", "镇江市第一人民医院", "INSTITUTION", 0, 1_200, ""),
                new Hop("321102", "京口区", "COUNTY", 300, 1_200, "care turn"));
        assertThat(HopLines.read(HopLines.write(hops))).isEqualTo(hops);
        assertThat(HopLines.read(HopLines.write(List.of()))).isEmpty();
    }

    @Test
    void should_keep_a_line_a_line_when_another_process_sends_breaks_in_names() {
        List<Hop> hops = List.of(new Hop("3\n2", "a\tb", "CITY", 1, 2, ""));
        assertThat(HopLines.read(HopLines.write(hops))).containsExactly(new Hop("3 2", "a b", "CITY", 1, 2, ""));
    }

    @Test
    void should_read_entries_as_they_were_when_an_account_is_any_text() {
        List<Entry> entries = List.of(new Entry("fund:390100", 60_00), new Entry("receivable:home:\"x\\y", -60_00));
        assertThat(EntryLines.read(EntryLines.write(entries))).isEqualTo(entries);
    }
}
