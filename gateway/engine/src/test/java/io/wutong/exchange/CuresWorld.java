package io.wutong.exchange;

import io.wutong.cases.Case;
import io.wutong.cases.CaseText;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.HomeFiling;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.cure.ChooseCoverage;
import io.wutong.cure.RegionRules;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import io.wutong.state.StateChange;
import io.wutong.visit.Visit;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A stay far from home as its hospital plays it, and what may be asked of the world after it. */
abstract class CuresWorld {

    static final String HOME = World.FAR_HOME;
    static final Duration DAY = Duration.ofDays(1);

    final World world = World.ofTwo();

    void rules(String area, String rule, String value) {
        for (World.Process process : world.processes.values()) {
            process.directory = process.directory.with(
                    RegionRules.SHIPPED.with(List.of(Map.of("area", area, "rule", rule, "value", value))));
        }
    }

    void filed(String type, String area, String from, String to) {
        Body.Builder filing = Body.builder()
                .put("type", type)
                .put("area", area)
                .put("begndate", from)
                .put("no", "F1");
        if (to != null) {
            filing.put("enddate", to);
        }
        Person person = World.person(HOME);
        Body content = Json.read(person.content()).with("filings", new Value.Items(List.of(filing.build())));
        world.away().store.put(new Person(HOME, World.PERSON, 1, person.certHash(), Json.writeText(content)));
    }

    World.Message1 referral() {
        return world.message("2501", HOME, """
                {"refmedin":{"psn_no":"%s","diag_code":"C1","diag_name":"病","reflin_medins_no":"%s",
                "reflin_medins_name":"院","mdtrtarea_admdvs":"321100","refl_type":"1","refl_date":"2026-10-01",
                "refl_rea":"转","refl_opnn":"同意"}}""".formatted(World.PERSON, World.HOSPITAL));
    }

    World.Message1 undoReferral(String sn) {
        return world.message("2502", HOME, """
                {"data":{"trt_dcla_detl_sn":"%s","psn_no":"%s"}}""".formatted(sn, World.PERSON));
    }

    /** The same person at 江宁, in the other process. */
    void insuredTwice(String insutype, String since) {
        world.care().store.put(person(World.PROVINCE_HOME, insutype, since, "1"));
        world.care().store.put(new PersonIndex(World.hash("C2"), World.PROVINCE_HOME, World.PERSON));
        world.away().store.put(new PersonIndex(World.hash("C2"), World.PROVINCE_HOME, ""));
    }

    /** The person file at 江岸 says his certificate's number, by which a legacy system can be asked. */
    void certified() {
        Person person = world.away().store.one(Person.key(HOME, World.PERSON)).orElseThrow();
        Body content = Json.read(person.content());
        Body base = content.body("baseinfo").with("certno", Value.text("C2"));
        world.away().store.put(person.changed(content.with("baseinfo", base)));
    }

    static Person person(String home, String insutype, String since, String status) {
        Body base = Body.builder().put("psn_no", World.PERSON).build();
        Coverage coverage = new Coverage(insutype, "1501", status, home, since, null, 0, 0);
        return new Person(home, World.PERSON, 1, World.hash("C2"), Person.content(base, List.of(coverage)));
    }

    String otherCoverage() {
        return world.care()
                .store
                .one(Person.key(World.PROVINCE_HOME, World.PERSON))
                .orElseThrow()
                .read()
                .coverages()
                .get(0)
                .status();
    }

    Answered admit(String iptNo) {
        return World.must(world.send(world.admission(HOME, iptNo)));
    }

    Answered admitAt(String hospital, String iptNo) {
        World.Message1 message = world.admission(HOME, iptNo);
        return world.send(new World.Message1(
                message.infno(), hospital + message.msgid().substring(12), message.home(), message.input()));
    }

    String stay(String iptNo) {
        return world.stay(HOME, iptNo);
    }

    static String mdtrtId(Answered admitted) {
        return World.output(admitted).body("result").textOr("mdtrt_id", "");
    }

    /** Fees, discharge, settlement; the answer's text. */
    String settleStay(String mdtrtId) {
        World.must(world.send(world.line(HOME, mdtrtId, "1", "10000.00")));
        World.must(world.send(world.discharge(HOME, mdtrtId, "2026-10-30 08:00:00")));
        return World.text(world.send(world.settlement("2304", HOME, mdtrtId, "10000.00")));
    }

    void choose(String mdtrtId, String area) {
        world.away()
                .session
                .commit(new ChooseCoverage(
                        Case.key(HOME, Case.INSURED_TWICE, mdtrtId), area, "短信链接", world.heap.now()));
        world.heap.run();
    }

    Case theCase(String kind, String ref) {
        return world.away().store.one(Case.key(HOME, kind, ref)).orElseThrow();
    }

    Case ticket(String ref) {
        return world.care()
                .store
                .one(Case.key(World.PROVINCE_HOME, Case.COVERAGE_ASKED, ref))
                .orElseThrow();
    }

    Visit visitAtCare(String mdtrtId) {
        return world.care().store.one(Visit.key("321100", mdtrtId)).orElseThrow();
    }

    Visit visitAtHome(String mdtrtId) {
        return world.away().store.one(Visit.key(HOME, mdtrtId)).orElseThrow();
    }

    List<HomeFiling> filings() {
        return world.away().store.all(HomeFiling.class);
    }

    /** What the place of care has sent about a visit, in order; our own messages left out. */
    List<String> sent(String mdtrtId) {
        return world.care().store.all(Exchange.class).stream()
                .filter(exchange -> !exchange.infno().startsWith("WT"))
                .filter(exchange -> exchange.result().equals(mdtrtId)
                        || new String(exchange.request(), java.nio.charset.StandardCharsets.UTF_8).contains(mdtrtId))
                .sorted(Comparator.comparing(Exchange::receivedAt))
                .map(Exchange::infno)
                .toList();
    }

    List<String> timeline(String kind, String ref) {
        return world.processes.values().stream()
                .flatMap(process -> process.store.all(StateChange.class).stream())
                .filter(change -> change.id().equals(kind + "/" + ref))
                .sorted(Comparator.comparing(StateChange::at).thenComparing(StateChange::serial))
                .map(change -> CaseText.zh(change.cause()))
                .collect(Collectors.toList());
    }
}
