package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import io.wutong.app.Gateway;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Settlements of which one side has lost its own, over three processes and three databases. */
class SidesIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.THREE);

    private static final String HENGYANG_HOSPITAL = "H43042100001";

    @Test
    void should_take_it_back_at_the_place_of_care_when_the_home_has_lost_it() {
        Gateway care = WORLD.world().gateway("430421");
        Gateway home = WORLD.world().gateway("320115");
        Stay stay = Patient.JIANGNING.known(WORLD.hospital(HENGYANG_HOSPITAL));
        Patient.ok(await(stay.admit()));
        Patient.ok(await(stay.upload(Patient.LINES)));
        Patient.ok(await(stay.discharge()));
        Body bill = stay.bill(Patient.TOTAL);
        Body ownPay = bill.body("data")
                .with("fulamt_ownpay_amt", new Value.Num(Patient.TOTAL))
                .with("inscp_scp_amt", new Value.Num("0.00"));
        Patient.ok(await(stay.settle(
                WORLD.hospital(HENGYANG_HOSPITAL).message("2304", stay.homeArea(), Body.of("data", ownPay)))));

        until(care, stay, "agreed");
        sql(home, "update settlement set state = 'CANCELLED' where setl_id = $1", stay.setlId());
        until(care, stay, "only_here");
        assertThat(state(care, stay)).isEqualTo("STANDING");
        comparedAgain(care);
        assertThat(WORLD.eventually("CANCELLED", () -> state(care, stay))).isEqualTo("CANCELLED");
        assertThat(one(care, "select state from side_check where entry_node = $1", HENGYANG_HOSPITAL))
                .isEqualTo("REPAIRED");
        assertThat(WORLD.unbalancedSets()).isZero();
    }

    @Test
    void should_reverse_it_at_the_old_system_when_the_place_of_care_has_not() {
        Gateway care = WORLD.world().gateway("321102");
        Stay stay = Patient.HENGYANG.settled(WORLD.hospital());
        assertThat(WORLD.world().counterparts().hunan().settledVisits()).isEqualTo(1);
        sql(care, "update settlement set state = 'CANCELLED' where setl_id = $1", stay.setlId());
        sql(care, "update visit set state = 'DISCHARGED', setl_id = null where mdtrt_id = $1", stay.mdtrtId());
        until(care, stay, "only_home");
        comparedAgain(care);
        assertThat(WORLD.eventually(
                        0, () -> WORLD.world().counterparts().hunan().settledVisits()))
                .isZero();
        // the end of the reversal puts the next comparison off
        assertThat(WORLD.eventually("agreed", () -> {
                    comparedAgain(care);
                    return found(care, stay);
                }))
                .isEqualTo("agreed");
        assertThat(one(care, "select count(*)::text from operator_case where kind = $1", "settlement"))
                .isEqualTo("0");
    }

    /** Brings the next comparison forward until it has found what is expected. */
    private static void until(Gateway care, Stay stay, String found) {
        comparedAgain(care);
        assertThat(WORLD.eventually(found, () -> found(care, stay))).isEqualTo(found);
    }

    private static String found(Gateway care, Stay stay) {
        return one(
                care,
                "select c.found from side_check c join settlement s on s.msgid = c.msgid"
                        + " where s.setl_id = $1 limit 1",
                stay.setlId());
    }

    private static void comparedAgain(Gateway care) {
        sql(care, "update side_check set due_at = clock_timestamp() - interval '1 second' where msgid <> $1", "");
    }

    private static String state(Gateway gateway, Stay stay) {
        return one(gateway, "select state from settlement where setl_id = $1 limit 1", stay.setlId());
    }

    private static void sql(Gateway gateway, String statement, String argument) {
        await(gateway.pool().preparedQuery(statement).execute(Tuple.of(argument)));
    }

    private static String one(Gateway gateway, String query, String argument) {
        for (Row row : await(gateway.pool().preparedQuery(query).execute(Tuple.of(argument)))) {
            return String.valueOf(row.getString(0));
        }
        return "";
    }
}
