package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.observe.Hop;
import io.wutong.spi.Json;
import io.wutong.store.HopLines;
import io.wutong.store.PersonalData;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The demonstration, in one process and in three over mutual TLS: the same steps, amounts, hops and books. */
class DemonstrationIT {

    @Nested
    class InOneProcess extends Cases {
        @RegisterExtension
        static final WorldExtension WORLD = WorldExtension.of(World.Layout.ONE);

        @Override
        WorldExtension world() {
            return WORLD;
        }
    }

    @Nested
    class InThreeProcesses extends Cases {
        @RegisterExtension
        static final WorldExtension WORLD = WorldExtension.of(World.Layout.THREE);

        @Override
        WorldExtension world() {
            return WORLD;
        }
    }

    abstract static class Cases {

        abstract WorldExtension world();

        @Test
        void should_pass_with_its_amounts_hops_and_books() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

            boolean passed = await(new Demonstration(world().vertx(), world().world(), out).play());

            String printed = bytes.toString(StandardCharsets.UTF_8);
            assertThat(printed.lines().filter(line -> line.contains("✘"))).isEmpty();
            assertThat(passed).as(printed).isTrue();
            assertThat(printed).contains("李*范").contains("湖南省衡阳市衡阳县");
            assertThat(settlement("320115")).isEqualTo("140800.00 = 91000.00 + 19380.00 + 30420.00, by 320000");
            assertThat(settlement("430421")).isEqualTo("140800.00 = 97860.00 + 16764.00 + 26176.00, by 100000");
            assertThat(world().unbalancedSets()).isZero();
            assertThat(world().balances())
                    .containsExactlyInAnyOrderEntriesOf(java.util.Map.of(
                            "320115 fund:390100", 9_178_000L,
                            "320115 fund:390200", 2_011_200L,
                            "320115 payable:care:321102", -11_189_200L,
                            "321102 channel:wechatpay", 3_090_800L,
                            "321102 payable:institution:H32110200001", -14_280_000L,
                            "321102 receivable:home:320115:390100", 9_178_000L,
                            "321102 receivable:home:320115:390200", 2_011_200L));
        }

        /** Total, funds and cash of the settlement with a home, and the node where its message turned. */
        private String settlement(String home) {
            var row = WorldExtension.rows(
                            world().care(),
                            "select e.request, e.answer, e.hops from settlement s join exchange e on e.msgid = s.msgid and e.infno = '2304'"
                                    + " where s.node = $1 and s.home_area = $2 and s.init_setl_id is null"
                                    + " and e.entry_node = 'H32110200001' order by s.at",
                            World.CARE_AREA,
                            home)
                    .get(0);
            byte[] request = PersonalData.open(row.getBuffer(0).getBytes());
            var output = Json.read(PersonalData.open(row.getBuffer(1).getBytes(), request))
                    .body("output");
            List<Hop> hops = HopLines.read(row.getBuffer(2).getBytes());
            assertThat(hops)
                    .extracting(Hop::node)
                    .doesNotHaveDuplicates()
                    .startsWith(World.HOSPITAL)
                    .endsWith(home);
            String funds = output.bodies("setldetail").stream()
                    .map(fund -> fund.textOr("fund_payamt", ""))
                    .reduce("", (sum, fund) -> sum.isEmpty() ? fund : sum + " + " + fund);
            return output.body("setlinfo").textOr("medfee_sumamt", "") + " = " + funds + " + "
                    + output.body("setlinfo").textOr("psn_cash_pay", "") + ", by "
                    + hops.stream()
                            .filter(hop -> hop.note().contains("turn"))
                            .map(Hop::node)
                            .findFirst()
                            .orElse("nobody");
        }
    }
}
