package io.wutong.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.cure.ChooseCoverage;
import io.wutong.cure.Claim;
import io.wutong.cure.RegionRules;
import io.wutong.exchange.World.Message1;
import io.wutong.exchange.World.Weather;
import io.wutong.port.Clock;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.state.StateChange;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A day of patients below HTTP, one in ten of whom meets a failure of the domain's table: each comes to the end that the
 * table says, by itself. 5,000 of them with {@code -Pfull}, else a few.
 */
class DayOfPatientsTest {

    private static final boolean FULL = Boolean.getBoolean("wutong.full");
    private static final int PATIENTS = FULL ? 5_000 : 100;
    private static final long MINUTE = 60_000;
    private static final long DAY_MILLIS = (FULL ? 600 : 120) * MINUTE;

    /** When the legacy home goes down, for half an hour. */
    private static final long DOWN_MILLIS = DAY_MILLIS / 2;

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final String HOME = World.FAR_HOME;
    private static final String OTHER = World.PROVINCE_HOME;
    private static final String CITY = "321100";

    private final World world = World.ofTwo();
    private final OutpatientWorld window = new OutpatientWorld() {};
    private final Map<String, Weather> weather = new HashMap<>();
    private final List<Patient> patients = new ArrayList<>();
    private int messages;

    /** What a patient meets, and how the table says that it ends. */
    private enum Kind {
        NOTHING(HOME, "settled"),
        FIL_NONE_001(OTHER, "settled"),
        FIL_AREA_001(HOME, "settled"),
        COV_DUP_001_STAYS(HOME, "settled"),
        COV_DUP_001_GOES(HOME, "claimed"),
        ADM_ORPHAN_001(HOME, "claimed"),
        NET_UNKNOWN_001_ANSWER_LOST(HOME, "settled"),
        NET_UNKNOWN_001_REQUEST_LOST(HOME, "settled"),
        PLG_DOWN_001(World.LEGACY_HOME, "settled"),
        OPT_CLOSED_001(HOME, "claimed"),
        SUM_MISMATCH_001(HOME, "settled");

        private final String home;
        private final String end;

        Kind(String home, String end) {
            this.home = home;
            this.end = end;
        }

        /** Each tenth patient meets one, in turn. */
        static Kind of(int number) {
            return number % 10 == 0 ? values()[1 + number / 10 % (values().length - 1)] : NOTHING;
        }
    }

    @Test
    void should_bring_every_patient_to_the_end_that_the_table_says_when_one_in_ten_meets_a_failure() {
        window.world = world;
        rules();
        world.weatherOf = body -> weather.isEmpty() ? Weather.FINE : struck(body);
        for (int i = 0; i < PATIENTS; i++) {
            Patient patient = new Patient(i, Kind.of(i));
            patients.add(patient);
            patient.insure();
            world.heap.after(patient.comesAt(), patient::come);
        }
        world.heap.after(DOWN_MILLIS, () -> world.cutOff = Optional.of("breaker_open.7"));
        world.heap.after(DOWN_MILLIS + 30 * MINUTE, () -> world.cutOff = Optional.empty());
        sweeps();

        world.heap.runFor(DAY_MILLIS + 60 * MINUTE);
        for (int day = 0; day < 6; day++) {
            // a sweep looks at some of the stays of yesterday
            for (int page = 0; page <= PATIENTS / 50; page++) {
                world.processes.values().forEach(process -> process.stays.sweep());
                world.heap.runFor(1_000);
            }
            world.cures(CuresWorld.DAY);
        }

        Map<String, Integer> ends = new TreeMap<>();
        patients.forEach(patient -> ends.merge(patient.kind + " " + patient.end(), 1, Integer::sum));
        System.out.println(
                PATIENTS + " patients, " + messages + " messages of hospitals, " + cases().size() + " cases");
        ends.forEach((end, count) -> System.out.println(String.format(Locale.ROOT, "%6d  %s", count, end)));

        assertThat(patients.stream()
                        .filter(patient ->
                                !patient.wrong.isEmpty() || !patient.end().equals(patient.kind.end))
                        .map(patient -> patient + " " + patient.end() + " " + patient.wrong))
                .isEmpty();
        assertThat(patients.stream().filter(patient -> patient.kind != Kind.NOTHING))
                .hasSize(PATIENTS / 10);
        assertThat(cases()).hasSizeGreaterThan(PATIENTS / 20);
        assertThat(cases().stream()
                        .filter(found -> found.state() != CaseState.CLOSED)
                        .map(found -> found.kind() + " " + found.ref() + " " + found.cause()))
                .isEmpty();
        world.processes.values().forEach(process -> {
            assertThat(process.store.all(StateChange.class))
                    .noneMatch(change -> change.event().equals(CaseState.Event.SETTLED_BY_HAND.name()));
            assertThat(process.failures).isEmpty();
            assertThat(OutpatientWorld.total(process)).isZero();
        });
    }

    private List<Case> cases() {
        return world.processes.values().stream()
                .flatMap(process -> process.store.all(Case.class).stream())
                .toList();
    }

    private void rules() {
        RegionRules rules = RegionRules.SHIPPED.with(List.of(
                Map.of("area", OTHER, "rule", RegionRules.FILING_REQUIRED, "value", "yes"),
                Map.of("area", HOME, "rule", RegionRules.FILING_MATCH, "value", "equal"),
                Map.of("area", HOME, "rule", RegionRules.OUTPATIENT, "value", "closed")));
        world.processes.values().forEach(process -> process.directory = process.directory.with(rules));
    }

    private Weather struck(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return weather.keySet().stream()
                .filter(text::contains)
                .findFirst()
                .map(weather::remove)
                .orElse(Weather.FINE);
    }

    private void sweeps() {
        world.processes.values().forEach(process -> {
            world.heap.every(30_000, () -> process.cures.sweep());
            world.heap.every(30_000, () -> process.resolution.sweep());
            world.heap.every(10 * MINUTE, () -> process.stays.sweep());
        });
    }

    /** One patient's day; what was not as it should be is written down. */
    private final class Patient {
        private final int number;
        private final Kind kind;
        private final String person;
        private final List<String> wrong = new ArrayList<>();
        private String visit = "";

        private Patient(int number, Kind kind) {
            this.number = number;
            this.kind = kind;
            this.person = String.format(Locale.ROOT, "P%019d", 1_000_000 + number);
        }

        /** Who is insured at the legacy home is in hospital before it goes down. */
        private long comesAt() {
            return kind == Kind.PLG_DOWN_001
                    ? DOWN_MILLIS - 60 * MINUTE + number * 10L
                    : number * DAY_MILLIS / PATIENTS;
        }

        private void insure() {
            boolean twice = kind == Kind.COV_DUP_001_STAYS || kind == Kind.COV_DUP_001_GOES;
            String hash = World.hash("C" + number);
            if (kind != Kind.PLG_DOWN_001) {
                World.Process process = kind.home.equals(OTHER) ? world.care() : world.away();
                process.store.put(row(kind.home, hash));
                process.store.put(new PersonIndex(hash, kind.home, person));
            }
            if (twice) {
                world.care().store.put(row(OTHER, hash));
                world.care().store.put(new PersonIndex(hash, OTHER, person));
                world.away().store.put(new PersonIndex(hash, OTHER, ""));
            }
        }

        private Person row(String home, String hash) {
            Body base = Body.builder().put("psn_no", person).build();
            Coverage coverage = new Coverage("390", "1501", "1", home, "2020-01-01", null, 0, 0);
            Body filing = Body.builder()
                    .put("type", "long_term")
                    .put("area", "320000")
                    .put("begndate", "2026-01-01")
                    .put("no", "F1")
                    .build();
            Body more = kind == Kind.FIL_AREA_001 ? Body.of("filings", new Value.Items(List.of(filing))) : Body.EMPTY;
            return new Person(home, person, 1, hash, Person.content(base, List.of(coverage), more));
        }

        private void come() {
            (kind == Kind.OPT_CLOSED_001 ? atTheWindow() : inHospital())
                    .onFailure(broken -> wrong.add(String.valueOf(broken.getMessage())));
        }

        private Future<?> inHospital() {
            return said(world.admission(kind.home, "Z" + number), "succeeded")
                    .map(admitted -> visit = CuresWorld.mdtrtId(admitted))
                    .compose(none -> said(world.line(kind.home, visit, "1", "10000.00"), "succeeded"))
                    .compose(none -> pause(2))
                    .compose(none -> said(world.discharge(kind.home, visit, "2026-10-30 08:00:00"), "succeeded"))
                    .compose(none -> leave());
        }

        private Future<?> leave() {
            return switch (kind) {
                case ADM_ORPHAN_001 -> Future.succeededFuture();
                case FIL_NONE_001 ->
                    refused("FIL-NONE-001")
                            .compose(none -> said(filing(), "succeeded"))
                            .compose(none -> settled());
                case COV_DUP_001_STAYS ->
                    refused("COV-DUP-001").compose(none -> pause(20)).map(none -> choose(HOME));
                case COV_DUP_001_GOES ->
                    refused("COV-DUP-001").compose(none -> pause(20)).map(none -> choose(OTHER));
                case NET_UNKNOWN_001_ANSWER_LOST -> struck(Weather.LOSES_ANSWER);
                case NET_UNKNOWN_001_REQUEST_LOST -> struck(Weather.LOSES_REQUEST);
                case PLG_DOWN_001 -> pause(65).compose(none -> refused("PLG-DOWN-001"));
                case SUM_MISMATCH_001 ->
                    said(world.settlement("2304", kind.home, visit, "9000.00"), "rejected")
                            .compose(none -> settled());
                default -> settled();
            };
        }

        private Future<?> atTheWindow() {
            return said(window.registration(kind.home, "M" + number), "succeeded")
                    .map(opened -> visit = World.output(opened).body("data").textOr("mdtrt_id", ""))
                    .compose(none -> said(window.lines(kind.home, visit, "S1", "1", "300.00", ""), "succeeded"))
                    .compose(none -> said(window.settlement("2207", kind.home, visit, "S1", "300.00"), "succeeded"));
        }

        private Future<Answered> settled() {
            return said(world.settlement("2304", kind.home, visit, "10000.00"), "succeeded");
        }

        /** Not settled now: the answer says why. */
        private Future<?> refused(String code) {
            return send(world.settlement("2304", kind.home, visit, "10000.00")).map(answered -> {
                if (!World.text(answered).contains(code)) {
                    wrong.add(World.text(answered));
                }
                return answered;
            });
        }

        /** The hospital presses its button again, under the same id, until it has heard. */
        private Future<?> struck(Weather how) {
            Message1 settlement = own(world.settlement("2304", kind.home, visit, "10000.00"));
            weather.put(settlement.msgid(), how);
            return world.begin(settlement).compose(first -> {
                if (!World.text(first).contains("NET-UNKNOWN-001")) {
                    wrong.add(World.text(first));
                }
                return pause(5).compose(none -> world.begin(settlement)).compose(again -> answered(again, "succeeded"));
            });
        }

        private Message1 filing() {
            return world.message("2501", kind.home, """
                    {"refmedin":{"psn_no":"%s","diag_code":"C1","diag_name":"病","reflin_medins_no":"%s",
                    "reflin_medins_name":"院","mdtrtarea_admdvs":"321100","refl_type":"1","refl_date":"2026-10-01",
                    "refl_rea":"转","refl_opnn":"同意"}}""".formatted(World.PERSON, World.HOSPITAL));
        }

        private Future<?> choose(String area) {
            return world.away()
                    .session
                    .commit(new ChooseCoverage(
                            Case.key(HOME, Case.INSURED_TWICE, visit), area, "短信链接", world.heap.now()))
                    .onFailure(broken -> wrong.add(String.valueOf(broken.getMessage())));
        }

        private Message1 own(Message1 message) {
            String id = World.HOSPITAL
                    + STAMP.format(LocalDateTime.ofInstant(world.heap.now(), Clock.ZONE))
                    + String.format(Locale.ROOT, "%04d", messages++ % 10_000);
            return new Message1(
                    message.infno(), id, message.home(), message.input().replace(World.PERSON, person));
        }

        private Future<Answered> send(Message1 message) {
            return world.begin(own(message));
        }

        private Future<Answered> said(Message1 message, String outcome) {
            return send(message).compose(answered -> answered(answered, outcome));
        }

        private Future<Answered> answered(Answered answered, String outcome) {
            return answered.outcome().label().equals(outcome)
                    ? Future.succeededFuture(answered)
                    : Future.failedFuture(World.text(answered));
        }

        private Future<Void> pause(long minutes) {
            Promise<Void> over = Promise.promise();
            world.heap.after(minutes * MINUTE, over::complete);
            return over.future();
        }

        private String end() {
            boolean settled = world.care().store.one(Visit.key(CITY, visit)).stream()
                    .anyMatch(found -> found.state() == VisitState.SETTLED);
            boolean claimed = world.processes.values().stream()
                    .flatMap(process -> process.store.all(Claim.class).stream())
                    .anyMatch(claim -> claim.psnNo().equals(person)
                            && Json.read(claim.content()).textOr("mdtrt_id", "").equals(visit));
            return settled ? claimed ? "both" : "settled" : claimed ? "claimed" : "neither";
        }

        @Override
        public String toString() {
            return number + " " + kind + " " + visit;
        }
    }
}
