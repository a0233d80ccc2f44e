package io.wutong.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.spi.Body;
import java.util.stream.Stream;

/** I1 to I5 of the interface reference, on an answer. */
public final class SumRules {

    private SumRules() {}

    public static void assertHold(Body output) {
        Body s = output.body("setlinfo");
        long funds = sum(s, "hifp_pay", "hifmi_pay", "hifob_pay", "hifes_pay", "cvlserv_pay", "maf_pay", "oth_pay");
        assertThat(fen(s, "medfee_sumamt"))
                .as("I1")
                .isEqualTo(sum(s, "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"));
        assertThat(fen(s, "medfee_sumamt"))
                .as("I2")
                .isEqualTo(sum(s, "fund_pay_sumamt", "psn_part_amt", "hosp_part_amt"));
        assertThat(fen(s, "psn_part_amt")).as("I3").isEqualTo(sum(s, "acct_pay", "acct_mulaid_pay", "psn_cash_pay"));
        assertThat(fen(s, "fund_pay_sumamt")).as("I4").isEqualTo(funds);
        long lines = output.bodies("setldetail").stream()
                .mapToLong(line -> fen(line, "fund_payamt"))
                .sum();
        assertThat(lines).as("I5").isEqualTo(sum(s, "fund_pay_sumamt", "acct_pay", "hosp_part_amt"));
    }

    private static long sum(Body body, String... names) {
        return Stream.of(names).mapToLong(name -> fen(body, name)).sum();
    }

    private static long fen(Body body, String name) {
        return body.fen(name).orElseThrow(() -> new AssertionError(name + " is missing"));
    }
}
