package io.wutong.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.ledger.Entry;
import io.wutong.spi.Body;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettlementBooksTest {

    @Test
    void should_owe_the_institution_all_but_what_it_bears_itself() {
        Body output = Body.builder()
                .put("setlinfo", info())
                .put("setldetail", List.of(line("390100", 60_00), line("310201", 5_00), line("999996", 10_00)))
                .build();
        assertThat(SettlementBooks.atCare(settlement(output), output))
                .extracting(Entry::account, Entry::amountFen)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("receivable:home:430102:390100", 60_00L),
                        org.assertj.core.groups.Tuple.tuple("receivable:home:430102:310201", 5_00L),
                        org.assertj.core.groups.Tuple.tuple("receivable:patient:M1", 25_00L),
                        org.assertj.core.groups.Tuple.tuple("payable:institution:H1", -90_00L));
    }

    @Test
    void should_still_claim_from_the_home_when_its_answer_has_no_fund_lines() {
        Body output = Body.of("setlinfo", info());
        List<Entry> entries = SettlementBooks.atCare(settlement(output), output);
        assertThat(entries).extracting(Entry::amountFen).containsExactly(65_00L, 25_00L, -90_00L);
        assertThat(entries.get(0).account()).startsWith("receivable:home:430102:");
    }

    private static Settlement settlement(Body output) {
        return Settlement.fromOutput(
                "321100",
                "S1",
                "M1",
                "P1",
                "H1",
                "msgid",
                "430102",
                SettlementState.STANDING,
                null,
                Part.WHOLE,
                output,
                Instant.EPOCH);
    }

    private static Body info() {
        return Body.builder()
                .fen("medfee_sumamt", 100_00)
                .fen("fund_pay_sumamt", 60_00)
                .fen("acct_pay", 5_00)
                .fen("psn_cash_pay", 25_00)
                .fen("hosp_part_amt", 10_00)
                .build();
    }

    private static Body line(String fund, long fen) {
        return Body.builder().put("fund_pay_type", fund).fen("fund_payamt", fen).build();
    }
}
