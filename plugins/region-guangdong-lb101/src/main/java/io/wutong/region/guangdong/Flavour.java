package io.wutong.region.guangdong;

import io.wutong.spi.CallFailure;
import io.wutong.spi.Fen;
import io.wutong.support.Answers;
import io.wutong.support.FieldMap;
import io.wutong.support.Xml;
import io.wutong.support.stay.Funds;
import io.wutong.support.stay.Parts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The two flavours of the settlement: what is sent, how the answer names who pays, and which field is the settlement's
 * number. In the province the platform splits the bill by its own catalogue; across provinces the sums are sent.
 */
enum Flavour {
    PROVINCE("province", "ykc618", "akb068"),
    CROSS("cross", "aaz216", "ake149");

    private final FieldMap totals;
    private final Funds funds;
    private final String settlementId;
    private final String fundsTotal;

    Flavour(String name, String settlementId, String fundsTotal) {
        this.totals = FieldMap.load(Flavour.class, "maps/0304-" + name + ".csv");
        this.funds = Funds.load(Flavour.class, "maps/funds-" + name + ".csv");
        this.settlementId = settlementId;
        this.fundsTotal = fundsTotal;
    }

    /** What 0303 and 0304 say besides the head. */
    FieldMap totals() {
        return totals;
    }

    Funds funds() {
        return funds;
    }

    String settlementId() {
        return settlementId;
    }

    /** Who pays how much; the stated total of the funds must be their sum. */
    Parts parts(Xml output) {
        return Answers.read(() -> {
            Parts stated =
                    Parts.of(funds, output::text, amount(output, "aka151").orElse(null));
            long bill = amount(output, "akc264").orElseThrow(() -> new CallFailure(true, "answer_total"));
            List<Parts.Row> rows = new ArrayList<>(stated.rows());
            if (this == PROVINCE) { // cash is what the person pays and the account does not
                long person = amount(output, "ykc624").orElse(0L)
                        - amount(output, "akb066").orElse(0L);
                rows.add(new Parts.Row("@cash", person));
            }
            Parts parts = new Parts(rows, stated.deductibleFen());
            long paidByFunds = rows.stream()
                    .filter(row -> funds.of(row.fund(), "*").field().endsWith("_pay"))
                    .filter(row -> !List.of("acct_pay", "psn_cash_pay")
                            .contains(funds.of(row.fund(), "*").field()))
                    .mapToLong(Parts.Row::fen)
                    .sum();
            if (paidByFunds != amount(output, fundsTotal).orElse(-1L)) {
                throw new CallFailure(true, "answer_funds");
            }
            return parts.checked(bill);
        });
    }

    private static Optional<Long> amount(Xml output, String name) {
        return output.text(name).map(yuan -> Fen.parse(name, yuan));
    }
}
