package io.wutong.sandbox;

import static io.wutong.sandbox.WorldExtension.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.wutong.sandbox.HospitalClient.Answer;
import io.wutong.spi.Body;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same message, and the same business under another message: one effect, whichever home and however many processes. */
class RepetitionIT {

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

        private static final int COPIES = 20;
        private static HospitalClient hospital;

        abstract WorldExtension world();

        @BeforeEach
        void client() {
            hospital = world().hospital();
        }

        @ParameterizedTest
        @EnumSource
        void should_answer_the_same_bytes_when_a_message_comes_again(Patient patient) {
            Stay stay = patient.discharged(hospital);
            Body message = settlement(stay);
            Answer first = Patient.ok(await(hospital.send(message)));
            Map<String, String> settled = world().effects();

            Answer again = await(hospital.send(message));

            assertThat(again.bytes()).isEqualTo(first.bytes());
            assertThat(world().effects()).isEqualTo(settled);
        }

        @ParameterizedTest
        @EnumSource
        void should_settle_once_and_answer_all_alike_when_many_copies_come_at_once(Patient patient) {
            Stay stay = patient.discharged(hospital);
            Body message = settlement(stay);
            int legacy = world().world().counterparts().hunan().settledVisits();

            List<Future<Answer>> sent =
                    Stream.generate(() -> hospital.send(message)).limit(COPIES).toList();
            List<Answer> answers = sent.stream().map(WorldExtension::await).toList();

            assertThat(answers).allSatisfy(Patient::ok);
            assertThat(answers)
                    .extracting(answer -> new String(answer.bytes()))
                    .containsOnly(new String(answers.get(0).bytes()));
            assertSettledOnce(stay, patient, legacy);
        }

        @ParameterizedTest
        @EnumSource
        void should_settle_once_when_two_messages_ask_at_once(Patient patient) {
            Stay stay = patient.discharged(hospital);
            Body first = settlement(stay);
            Body second = settlement(stay);
            int legacy = world().world().counterparts().hunan().settledVisits();

            Future<Answer> one = hospital.send(first);
            Future<Answer> two = hospital.send(second);
            List<Answer> answers = List.of(await(one), await(two));

            assertThat(answers).filteredOn(Answer::succeeded).hasSize(1);
            Answer done = answers.get(answers.get(0).succeeded() ? 0 : 1);
            Answer refused = answers.get(answers.get(0).succeeded() ? 1 : 0);
            String setlId = done.output().body("setlinfo").textOr("setl_id", "");
            // told of the other, by its message while it was under way, by its result afterwards
            assertThat(refused.error())
                    .satisfiesAnyOf(
                            text -> assertThat(text)
                                    .startsWith("[SET-RUN-001] ")
                                    .contains(done.msgid()),
                            text -> assertThat(text)
                                    .startsWith("[SET-DUP-001] ")
                                    .contains(setlId));
            assertSettledOnce(stay, patient, legacy);
        }

        @ParameterizedTest
        @EnumSource
        void should_name_the_settlement_when_the_visit_is_settled_already(Patient patient) {
            Stay stay = patient.settled(hospital);
            Map<String, String> settled = world().effects();

            Answer again = await(hospital.send(settlement(stay)));

            assertThat(again.error()).startsWith("[SET-DUP-001] 该就诊已结算，结算ID为" + stay.setlId());
            assertThat(world().effects()).isEqualTo(settled);
        }

        @ParameterizedTest
        @EnumSource
        void should_stand_where_it_stood_when_settlements_are_cancelled_and_only_once(Patient patient) {
            Map<String, Long> books = world().balances();
            String accumulators = world().accumulators();
            var hunan = world().world().counterparts().hunan();
            int legacy = hunan.settledVisits();
            Stay stay = patient.settled(hospital);
            assertThat(world().balances()).isNotEqualTo(books);

            Future<Answer> one = hospital.send(hospital.message("2305", stay.homeArea(), stay.cancellation()));
            Future<Answer> two = hospital.send(hospital.message("2305", stay.homeArea(), stay.cancellation()));
            List<Answer> answers = List.of(await(one), await(two));

            assertThat(answers).filteredOn(Answer::succeeded).hasSize(1);
            assertThat(answers)
                    .filteredOn(answer -> !answer.succeeded())
                    .singleElement()
                    .satisfies(answer -> assertThat(answer.error()).matches("\\[(SET-RUN|SET-CAN|VIS-STATE)-001] .*"));
            assertThat(world().balances()).isEqualTo(books);
            if (!accumulators.isEmpty() || patient == Patient.HENGYANG) {
                assertThat(world().accumulators()).isEqualTo(accumulators);
            }
            assertThat(hunan.settledVisits()).isEqualTo(legacy);
            assertThat(world().unbalancedSets()).isZero();
        }

        private static Body settlement(Stay stay) {
            return hospital.message("2304", stay.homeArea(), stay.bill(Patient.TOTAL));
        }

        private void assertSettledOnce(Stay stay, Patient patient, int legacyBefore) {
            assertThat(world().count(
                                    "select 1 from settlement where node = $1 and mdtrt_id = $2",
                                    World.CARE_AREA,
                                    stay.mdtrtId()))
                    .isEqualTo(1);
            if (patient == Patient.HENGYANG) {
                assertThat(world().world().counterparts().hunan().settledVisits())
                        .isEqualTo(legacyBefore + 1);
            } else {
                assertThat(world().count(
                                        "select 1 from settlement where node = '320115' and mdtrt_id = $1",
                                        stay.mdtrtId()))
                        .isEqualTo(1);
            }
            assertThat(world().count(
                                    "select 1 from ledger_entry where node = $1 and account like 'payable:institution%' and setl_id"
                                            + " in (select setl_id from settlement where mdtrt_id = $2)",
                                    World.CARE_AREA, stay.mdtrtId()))
                    .isEqualTo(1);
            assertThat(world().unbalancedSets()).isZero();
        }
    }
}
