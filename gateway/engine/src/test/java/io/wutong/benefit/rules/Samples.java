package io.wutong.benefit.rules;

import io.wutong.spi.Care;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Map;

/** Policies and stays for tests. */
final class Samples {

    private Samples() {}

    /** Deductible 800, 65%, cap 250,000; then 15,000–30,000 50%, –60,000 60%, above 90%, cap 1,000,000. */
    static Policy jiangning() {
        Brackets brackets = new Brackets(List.of(
                new Bracket(1_500_000, 3_000_000, 5_000),
                new Bracket(3_000_000, 6_000_000, 6_000),
                new Bracket(6_000_000, Long.MAX_VALUE, 9_000)));
        return policy(
                80_000,
                Brackets.flat(6_500),
                25_000_000,
                List.of(new Layer("大病", "390200", "hifmi_pay", brackets, 100_000_000)));
    }

    static Policy policy(long deductible, Brackets ratio, long cap, List<Layer> layers) {
        return new Policy(
                "p",
                "t",
                "h",
                "320115",
                "390",
                LocalDate.of(2026, 1, 1),
                null,
                MonthDay.of(1, 1),
                "统筹",
                "390100",
                "hifp_pay",
                Map.of("*", deductible),
                Map.of("*", ratio),
                cap,
                layers);
    }

    /** The same layers on the whole amount in scope. */
    static Policy withoutBasic(Policy policy) {
        return policy(0, Brackets.flat(0), policy.capYearFen(), policy.layers());
    }

    /** The year before, without layers. */
    static Policy lastYear(Policy policy) {
        return new Policy(
                "p-1",
                "t",
                "h",
                policy.area(),
                policy.insutype(),
                policy.from().minusYears(1),
                policy.from().minusDays(1),
                policy.yearStart(),
                policy.fundName(),
                policy.fundPayType(),
                policy.fundField(),
                policy.deductibleFen(),
                policy.ratio(),
                policy.capYearFen(),
                List.of());
    }

    static Care care(long inScopeFen) {
        return care(inScopeFen, 0);
    }

    static Care care(long inScopeFen, long ownPayFen) {
        return new Care(
                "M",
                "H",
                "院",
                "321102",
                "3",
                "P",
                "390",
                "21",
                "Z",
                "2026-10-12 09:20:00",
                null,
                null,
                null,
                false,
                false,
                null,
                inScopeFen + ownPayFen,
                ownPayFen,
                0,
                0,
                inScopeFen);
    }
}
