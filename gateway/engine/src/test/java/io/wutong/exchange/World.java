package io.wutong.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.benefit.Policies;
import io.wutong.benefit.PolicyReader;
import io.wutong.cases.Case;
import io.wutong.catalogue.Catalogue;
import io.wutong.catalogue.rules.CatalogueItem;
import io.wutong.catalogue.rules.LimitedUse;
import io.wutong.catalogue.rules.PriceLimit;
import io.wutong.catalogue.rules.SelfPay;
import io.wutong.catalogue.rules.Validity;
import io.wutong.coverage.Coverage;
import io.wutong.coverage.Institution;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.cure.CureSweep;
import io.wutong.cure.Cures;
import io.wutong.cure.StaySweep;
import io.wutong.envelope.Csv;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.FieldTables;
import io.wutong.envelope.Transaction;
import io.wutong.handlers.HandlerTable;
import io.wutong.notice.ChoiceLinks;
import io.wutong.observe.ExchangeEvents;
import io.wutong.port.Begun;
import io.wutong.port.HomeAdapter;
import io.wutong.port.HomeAdapters;
import io.wutong.port.Link;
import io.wutong.port.Random;
import io.wutong.settlement.SideSweep;
import io.wutong.spi.Body;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Json;
import io.wutong.topology.Area;
import io.wutong.topology.Areas;
import io.wutong.topology.Level;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import io.wutong.work.LeaseKeeper;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A hospital in 镇江, a home in 江宁 with a policy, a home in 长沙 with a legacy system and one in 武汉 with a policy; in
 * one process, or 江苏 in one and nation, 湖南 and 湖北 in another.
 */
final class World {

    static final String HOSPITAL = "H32110200001";
    static final String OTHER_HOSPITAL = "H32110200002";
    static final String PROVINCE_HOME = "320115";
    static final String LEGACY_HOME = "430102";
    static final String FAR_HOME = "420102";
    static final String CARE = "321102";
    static final String PERSON = "P0000000000000000001";

    /** What a link does with the next message. */
    enum Weather {
        FINE,
        LOSES_REQUEST,
        LOSES_ANSWER,
        REFUSES,
        TWICE,
        GARBLES_ANSWER,
        STRANGE_HOPS,
        /** The request comes a minute late; the sender has long given up. */
        LATE
    }

    static final Areas AREAS = areas();
    static final Transaction.Table TRANSACTIONS = Transaction.Table.load();
    static final FieldTables FIELDS = FieldTables.load(List.of(
            "2201", "2202", "2203", "2204", "2205", "2206", "2207", "2208", "2301", "2302", "2303", "2304", "2305",
            "2401", "2402", "2405", "2406", "2407", "2601", "5202", "5203", "5205", "5206"));

    final EventHeap heap = new EventHeap();
    final LegacySystem legacy = new LegacySystem(heap);
    final Deque<Weather> weather = new ArrayDeque<>();
    /** When nothing is said of the next message: what a link does with this one. */
    java.util.function.Function<byte[], Weather> weatherOf = body -> Weather.FINE;

    final Map<String, Process> processes = new HashMap<>();
    boolean legacyPlugged = true;
    final java.util.Set<String> legacyAreas = new java.util.HashSet<>(List.of(LEGACY_HOME));
    /** What an adapter was looked for by, last. */
    Begun asked = new Begun("", java.time.LocalDate.MIN);

    /** Why the legacy system is not asked for now. */
    Optional<String> cutOff = Optional.empty();

    /** Why neighbours are not asked for now. */
    Optional<String> linkCutOff = Optional.empty();

    /** How a process that starts from here on answers otherwise than production does. */
    java.util.function.UnaryOperator<Handlers> planted = sound -> sound;

    private int msgids;

    /** Numbers its messages from here on. */
    void startAt(int number) {
        msgids = number;
    }

    /** One process: its store and its exchange. */
    static final class Process {
        final MemoryStore store;
        final List<Throwable> failures = new ArrayList<>();
        final List<byte[]> received = new ArrayList<>();
        Exchanges exchanges;
        MemoryStore.Session session;
        Ports ports;
        LeaseKeeper keeper;
        Resolution resolution;
        SideSweep sides;
        CureSweep cures;
        OurMessages messages;
        StaySweep stays;
        final List<String> compared = new ArrayList<>();
        Topology topology;
        Directory directory;
        Runnable boot;

        Process(EventHeap heap) {
            this.store = new MemoryStore(heap);
        }

        /** Ends at once, and starts anew on the same rows; nothing that it had begun goes on in it. */
        void crash() {
            session.cutOff();
            boot.run();
        }

        /** Its worker is not heard of any more while its work goes on; a second one starts on the same rows. */
        void pause() {
            boot.run();
        }
    }

    static World ofOne() {
        World world = new World();
        world.process("js", world.nodes("", "js"), 1);
        world.heap.run();
        return world;
    }

    static World ofTwo() {
        World world = new World();
        world.process("js", world.nodes("js", "nat"), 1);
        world.process("nat", world.nodes("nat", "js"), 2);
        world.heap.run();
        return world;
    }

    /** Lets background work go on for some seconds: what is due is asked about. */
    void background(int seconds) {
        for (int half = 0; half < 2 * seconds; half++) {
            processes.values().forEach(process -> process.resolution.sweep());
            heap.runFor(500);
        }
    }

    /** Lets the cures go on until a time has passed; while none is due, all sleep. */
    void cures(java.time.Duration time) {
        java.time.Instant end = heap.now().plus(time);
        while (heap.now().isBefore(end)) {
            processes.values().forEach(process -> process.cures.sweep());
            heap.runFor(1_000);
            java.time.Instant next = processes.values().stream()
                    .flatMap(process -> process.store.all(Case.class).stream())
                    .map(Case::workAt)
                    .filter(java.util.Objects::nonNull)
                    .min(java.util.Comparator.naturalOrder())
                    .filter(end::isAfter)
                    .orElse(end);
            sleepUntil(next);
        }
    }

    /** Sleeps, and gives each process the time to notice that its leases have lapsed. */
    void sleepUntil(java.time.Instant time) {
        long millis = java.time.Duration.between(heap.now(), time).toMillis();
        if (millis > 1_000) {
            heap.sleep(millis);
            heap.runFor(12_000);
        }
    }

    Process care() {
        return processes.get("js");
    }

    Process away() {
        return processes.getOrDefault("nat", care());
    }

    private List<Node> nodes(String mine, String other) {
        List<Node> nodes = new ArrayList<>();
        boolean all = mine.isEmpty();
        boolean js = all || mine.equals("js");
        boolean nat = all || mine.equals("nat");
        nodes.add(node("100000", null, nat ? null : other));
        nodes.add(node("320000", "100000", js ? null : other));
        if (js) {
            nodes.add(node("321100", "320000", null));
            nodes.add(node("320100", "320000", null));
            nodes.add(node(PROVINCE_HOME, "320100", null));
            nodes.add(new Node(HOSPITAL, "镇江市示范人民医院", Level.INSTITUTION, CARE, "321100", null));
            nodes.add(new Node(OTHER_HOSPITAL, "镇江市示范中医院", Level.INSTITUTION, CARE, "321100", null));
        }
        if (nat) {
            nodes.add(node("430000", "100000", null));
            nodes.add(node("430100", "430000", null));
            nodes.add(node(LEGACY_HOME, "430100", null));
            nodes.add(node("420000", "100000", null));
            nodes.add(node(FAR_HOME, "420000", null));
        }
        return nodes;
    }

    static Node node(String area, String parent, String peer) {
        Area found = AREAS.find(area).orElseThrow();
        return new Node(area, found.name(), found.level(), area, parent, peer);
    }

    private void process(String name, List<Node> nodes, int number) {
        Process process = new Process(heap);
        process.topology = Topology.of(AREAS, nodes);
        Institution first = new Institution(HOSPITAL, "镇江市示范人民医院", CARE, "3", "02", "1");
        Institution second = new Institution(OTHER_HOSPITAL, "镇江市示范中医院", CARE, "2", "05", "1");
        Map<String, Institution> institutions =
                name.equals("js") ? Map.of(HOSPITAL, first, OTHER_HOSPITAL, second) : Map.of();
        Directory directory = new Directory(
                process.topology,
                institutions,
                Policies.of(List.of(policy(PROVINCE_HOME), policy(FAR_HOME))),
                Map.of(
                        "321100",
                        Catalogue.of(List.of(
                                CatalogueItem.of("A1", "药", "01", 0, PriceLimit.NO_LIMIT),
                                CatalogueItem.of("B2", "乙药", "02", 1_000, PriceLimit.NO_LIMIT),
                                new CatalogueItem(
                                        "D4",
                                        "按人员分",
                                        "02",
                                        new SelfPay(2_000, SelfPay.parseRules("psn_type=15:0.05")),
                                        PriceLimit.NONE,
                                        LimitedUse.NONE,
                                        "09",
                                        Validity.ALWAYS)))));
        process.directory = directory;
        HomeAdapters adapters = new HomeAdapters() {
            @Override
            public Optional<HomeAdapter> find(String area, String nodeArea) {
                return legacyPlugged && legacyAreas.contains(area)
                        ? Optional.of(new HomeAdapter("legacy", legacy.descriptor(), legacy, () -> cutOff))
                        : Optional.empty();
            }

            @Override
            public Optional<HomeAdapter> find(String area, String nodeArea, Begun visit) {
                asked = visit;
                return find(area, nodeArea);
            }
        };
        ExchangeEvents events = new ExchangeEvents() {
            @Override
            public void ended(Ended exchange) {}

            @Override
            public void failed(String infno, String msgid, Throwable failure) {
                process.failures.add(failure);
            }

            @Override
            public void compared(String finding) {
                process.compared.add(finding);
            }
        };
        Numbers numbers = new Numbers(number);
        process.boot = () -> {
            process.session = process.store.session();
            process.keeper = new LeaseKeeper(heap, process.session, process.session, name);
            Ports ports = new Ports(heap, heap, numbers, process.session, link(), adapters, process.keeper, events);
            process.ports = ports;
            process.exchanges = new Exchanges(
                    ports,
                    planted.apply(handlers()),
                    new Admission(TRANSACTIONS, () -> FIELDS, heap),
                    () -> process.directory);
            process.sides = new SideSweep(ports, process.session, process.exchanges);
            process.messages = new OurMessages(ports, process.exchanges);
            process.cures = new CureSweep(
                    heap,
                    process.session,
                    process.session,
                    Cures.all(
                            heap,
                            process.session,
                            process.messages,
                            () -> process.directory,
                            new ChoiceLinks(
                                    heap, numbers, process.session, URI.create("https://gateway.example/callbacks"))),
                    events);
            process.stays = new StaySweep(heap, process.session, process.session);
            process.resolution = new Resolution(process.keeper, process.session, process.exchanges);
            process.keeper.turn();
        };
        process.boot.run();
        heap.every(LeaseKeeper.TURN_MILLIS, () -> process.keeper.turn());
        for (String home : List.of(PROVINCE_HOME, FAR_HOME)) {
            if (process.topology.find(home).isPresent()) {
                process.store.put(person(home));
                process.store.put(new PersonIndex(hashAt(home), home, PERSON));
            }
        }
        processes.put(name, process);
    }

    static Person person(String home) {
        Body base = Body.builder().put("psn_no", PERSON).put("psn_name", "张示例").build();
        Coverage coverage = new Coverage("390", "1501", "1", home, "2020-01-01", null, 0, 0);
        return new Person(home, PERSON, 1, hashAt(home), Person.content(base, List.of(coverage)));
    }

    /** Two persons who have the same number at their homes, and nothing else in common. */
    static String hashAt(String home) {
        return hash(home.equals(FAR_HOME) ? "C2" : "C1");
    }

    static String hash(String certno) {
        return "hash-" + certno.toLowerCase(Locale.ROOT);
    }

    static io.wutong.benefit.rules.Policy policy(String area) {
        return PolicyReader.read(Json.read(POLICY.replace("AREA", area)), "hash-of-" + area);
    }

    private static final String POLICY = """
            {"policy":"p-AREA","title":"居民医保","area":"AREA","insutype":"390","valid":{"from":"2026-01-01"},
             "year_start":"01-01",
             "basic":{"name":"统筹","fund_pay_type":"390100","field":"hifp_pay","deductible":"800.00","ratio":"65%",
                      "cap_year":"250000.00"},
             "layers":[{"name":"大病","fund_pay_type":"390200","field":"hifmi_pay","cap_year":"1000000.00",
               "brackets":[{"from":"15000.00","to":"30000.00","ratio":"50%"},
                           {"from":"30000.00","to":"60000.00","ratio":"60%"},{"from":"60000.00","ratio":"90%"}]}]}
            """;

    static Handlers handlers() {
        return HandlerTable.of(World::hash);
    }

    // ----------------------------------------------------------------- sending

    String msgid() {
        return HOSPITAL + "20261030090000" + String.format(Locale.ROOT, "%04d", msgids++);
    }

    Message1 message(String infno, String home, String input) {
        return new Message1(infno, msgid(), home, input);
    }

    /** A message as a hospital makes it. */
    record Message1(String infno, String msgid, String home, String input) {
        byte[] bytes() {
            return ("""
                    {"infno":"%s","msgid":"%s","mdtrtarea_admvs":"%s","insuplc_admdvs":"%s","recer_sys_code":"YBXT",\
                    "infver":"V1.0","opter_type":"1","opter":"01","opter_name":"经办","inf_time":"2026-10-30 09:00:00",\
                    "fixmedins_code":"%s","fixmedins_name":"医院","input":%s}""".formatted(infno, msgid, CARE, home, msgid.substring(0, 12), input))
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }

        Message1 withInput(String other) {
            return new Message1(infno, msgid, home, other);
        }

        Message1 named(String other) {
            return new Message1(infno, other, home, input);
        }
    }

    Future<Answered> begin(Message1 message) {
        return begin(message, null, Exchanges.HOSPITAL_MILLIS);
    }

    Future<Answered> begin(Message1 message, Nonce nonce, long millis) {
        return begin(message.bytes(), nonce, millis);
    }

    Future<Answered> begin(byte[] bytes, Nonce nonce, long millis) {
        Envelope envelope = Envelope.read(bytes);
        return care().exchanges
                .receive(new Arrival(
                        care().topology.node(envelope.fixmedinsCode()),
                        Arrival.From.INSTITUTION,
                        envelope,
                        envelope.homeArea(),
                        null,
                        "t".repeat(32),
                        heap.nanos() + millis * 1_000_000,
                        1,
                        0,
                        nonce));
    }

    Answered send(Message1 message) {
        return end(begin(message));
    }

    Answered end(Future<Answered> future) {
        heap.run();
        if (!future.succeeded()) {
            throw new AssertionError("not answered: " + future.cause(), future.cause());
        }
        return future.result();
    }

    /** Hands a peer's message to a process, as its listener does. */
    Future<byte[]> deliver(String peer, byte[] bytes) {
        Process to = processes.get(peer);
        to.received.add(bytes);
        PeerCodec.PeerMessage message = PeerCodec.readMessage(bytes);
        return to.exchanges
                .receive(new Arrival(
                        to.topology.node(message.to()),
                        Arrival.From.PEER,
                        Envelope.read(message.message()),
                        message.destination(),
                        message.care(),
                        message.traceId(),
                        heap.nanos() + message.remainingMillis() * 1_000_000,
                        message.attempt(),
                        message.hopsBefore(),
                        null))
                .map(Answered::bytes);
    }

    private Link link() {
        return new Link() {
            @Override
            public Optional<String> refusal(String peer) {
                return linkCutOff;
            }

            @Override
            public Future<byte[]> send(String peer, byte[] body, long timeoutMillis) {
                Promise<byte[]> promise = Promise.promise();
                Weather now = weather.isEmpty() ? weatherOf.apply(body) : weather.poll();
                if (now == Weather.REFUSES) {
                    heap.after(1, () -> promise.fail(new CallFailure(false, "connect_refused")));
                    return promise.future();
                }
                heap.after(timeoutMillis, () -> promise.tryFail(new CallFailure(true, "timeout_read")));
                if (now != Weather.LOSES_REQUEST) {
                    heap.after(now == Weather.LATE ? 60_000 : 1, () -> arrive(peer, body, now, promise));
                }
                return promise.future();
            }
        };
    }

    private void arrive(String peer, byte[] body, Weather now, Promise<byte[]> promise) {
        Future<byte[]> answer = deliver(peer, body);
        if (now == Weather.TWICE) {
            deliver(peer, body);
        }
        answer.onComplete(ended -> heap.after(1, () -> {
            if (now == Weather.GARBLES_ANSWER) {
                promise.tryComplete(new byte[] {'<', 'h', 't'});
            } else if (now == Weather.STRANGE_HOPS) {
                promise.tryComplete(new String(ended.result(), java.nio.charset.StandardCharsets.UTF_8)
                        .replace("\"level\":\"PROVINCE\"", "\"level\":\"SATELLITE\"")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            } else if (now != Weather.LOSES_ANSWER) {
                promise.tryComplete(ended.result());
            }
        }));
    }

    // ------------------------------------------------------------------- stays

    /** The number on the card of a home's patient. */
    static String card(String home) {
        return home.equals(LEGACY_HOME) ? "L1" : home.equals(FAR_HOME) ? "C2" : "C1";
    }

    Message1 admission(String home, String iptNo) {
        return message("2401", home, """
                {"mdtrtinfo":{"psn_no":"%s","insutype":"390","coner_name":"甲","tel":"0","begntime":"2026-10-12 09:20:00",
                "mdtrt_cert_type":"02","mdtrt_cert_no":"%s","med_type":"21","ipt_no":"%s","medrcdno":"B1","atddr_no":"D1",
                "chfpdr_name":"李","adm_diag_dscr":"病","adm_dept_codg":"A1","adm_dept_name":"科","adm_bed":"1",
                "dscg_maindiag_code":"C1","dscg_maindiag_name":"病","main_cond_dscr":"","dise_codg":"","dise_name":""},
                "diseinfo":[{"psn_no":"%s","diag_type":"1","maindiag_flag":"1","diag_srt_no":1,"diag_code":"C1",
                "diag_name":"病","diag_dept":"科","dise_dor_no":"D1","dise_dor_name":"李","diag_time":"2026-10-12 09:20:00"}]}""".formatted(PERSON, card(home), iptNo, PERSON));
    }

    Message1 line(String home, String mdtrtId, String serial, String yuan) {
        return message("2301", home, """
                {"feedetail":[{"feedetl_sn":"%s","mdtrt_id":"%s","psn_no":"%s","med_type":"21",
                "fee_ocur_time":"2026-10-29 20:00:00","med_list_codg":"A1","medins_list_codg":"S1",
                "det_item_fee_sumamt":%s,"cnt":1,"pric":%s,"bilg_dept_codg":"A1","bilg_dept_name":"科",
                "bilg_dr_codg":"D1","bilg_dr_name":"李","hosp_appr_flag":"1"}]}""".formatted(serial, mdtrtId, PERSON, yuan, yuan));
    }

    Message1 discharge(String home, String mdtrtId, String endtime) {
        return message("2402", home, """
                {"dscginfo":{"mdtrt_id":"%s","psn_no":"%s","insutype":"390","endtime":"%s","dscg_dept_codg":"A1",
                "dscg_dept_name":"科","dscg_way":"1"},"diseinfo":[]}""".formatted(mdtrtId, PERSON, endtime));
    }

    Message1 settlement(String infno, String home, String mdtrtId, String yuan) {
        return message(infno, home, """
                {"data":{"psn_no":"%s","mdtrt_cert_type":"02","mdtrt_cert_no":"C1","medfee_sumamt":%s,
                "psn_setlway":"01","mdtrt_id":"%s","insutype":"390","acct_used_flag":"0","mid_setl_flag":"0"}}""".formatted(PERSON, yuan, mdtrtId));
    }

    Message1 cancellation(String home, String mdtrtId, String setlId) {
        return message("2305", home, """
                {"data":{"mdtrt_id":"%s","setl_id":"%s","psn_no":"%s"}}""".formatted(mdtrtId, setlId, PERSON));
    }

    Message1 reversal(String home, String omsgid) {
        return reversal(home, "2304", omsgid);
    }

    Message1 reversal(String home, String oinfno, String omsgid) {
        return message("2601", home, """
                {"data":{"psn_no":"%s","omsgid":"%s","oinfno":"%s"}}""".formatted(PERSON, omsgid, oinfno));
    }

    /** A stay that is ready to be settled: admitted, 10,000 yuan of fees, discharged; its {@code mdtrt_id}. */
    String stay(String home, String iptNo) {
        Answered admitted = send(admission(home, iptNo));
        String mdtrtId = output(admitted).body("result").textOr("mdtrt_id", "");
        if (mdtrtId.isEmpty()) {
            throw new AssertionError("not admitted: " + text(admitted));
        }
        must(send(line(home, mdtrtId, "1", "10000.00")));
        must(send(discharge(home, mdtrtId, "2026-10-30 08:00:00")));
        return mdtrtId;
    }

    static Answered must(Answered answered) {
        if (!answered.outcome().label().equals("succeeded")) {
            throw new AssertionError(text(answered));
        }
        return answered;
    }

    static Body output(Answered answered) {
        return Json.read(answered.bytes()).body("output");
    }

    static String text(Answered answered) {
        return new String(answered.bytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static Areas areas() {
        List<Area> all = new ArrayList<>(Areas.parseCsv(Csv.lines("areas.csv")));
        all.addAll(Areas.parseCsv(Csv.lines("areas-overlay.csv")));
        return Areas.of(all);
    }

    /** Numbers in order, each process with its own digit. */
    static final class Numbers implements Random {
        private final int process;
        private long next;

        Numbers(int process) {
            this.process = process;
        }

        @Override
        public String hex(int digits) {
            return String.format(Locale.ROOT, "%0" + digits + "x", next++);
        }

        @Override
        public String serial(int digits) {
            return process + String.format(Locale.ROOT, "%0" + (digits - 1) + "d", next++);
        }
    }
}
