package io.wutong.settlement;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a settlement's {@code setldetail}: what one fund pays, for reconciliation and clearing by fund.
 *
 * @param seq two digits, the line's place in the answer
 * @param fundFen negative on a cancelling row
 */
public record SettlementFund(
        String node, String setlId, String seq, String fundPayType, String fundName, long inScopeFen, long fundFen)
        implements Row {

    @Override
    public Key<SettlementFund> key() {
        return Key.of(SettlementFund.class, node, setlId, seq);
    }

    /** The lines of an answer. */
    static List<SettlementFund> of(Settlement settlement, Body output) {
        List<SettlementFund> lines = new ArrayList<>();
        for (Body line : output.bodies("setldetail")) {
            lines.add(new SettlementFund(
                    settlement.node(),
                    settlement.setlId(),
                    lines.size() < 10 ? "0" + lines.size() : Integer.toString(lines.size()),
                    line.textOr("fund_pay_type", "?"),
                    line.textOr("fund_pay_type_name", ""),
                    line.fen("inscp_scp_amt").orElse(0L),
                    line.fen("fund_payamt").orElse(0L)));
        }
        return lines;
    }
}
