package __package__;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.simulator.Simulator;
import io.wutong.simulator.pool.BenefitRule;
import io.wutong.simulator.pool.BenefitRule.Bracket;
import io.wutong.simulator.pool.Calculated;
import io.wutong.simulator.pool.Fault;
import io.wutong.simulator.pool.HttpFront;
import io.wutong.simulator.pool.No;
import io.wutong.simulator.pool.Person;
import io.wutong.simulator.pool.Pool;
import io.wutong.simulator.pool.Split;
import io.wutong.simulator.pool.Stay;
import io.wutong.simulator.pool.Yuan;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;

/**
 * The legacy system, simulated after its document: it imports nothing of the plugin, so that a test between the two says
 * something. {@link Pool} keeps the books; here is only how messages look.
 */
public final class LegacySystem implements Simulator, HttpFront.Handler {

    static final String PERSON = "WH00000001";
    static final String CERTNO = "420102190001010018";
    static final String NAME = "孙示范";
    static final String AREA = "420102";

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final BenefitRule RULE = new BenefitRule(
            80_000,
            6_500,
            25_000_000,
            List.of(new Bracket(1_500_000, 5_000), new Bracket(3_000_000, 6_000), new Bracket(6_000_000, 9_000)),
            100_000_000);

    private final Pool pool;
    private final HttpFront front = new HttpFront(
            this, StandardCharsets.UTF_8, StandardCharsets.UTF_8, "application/json;charset=UTF-8");

    /** As the sandbox makes it. */
    public LegacySystem() {
        this(Clock.system(ZoneId.of("Asia/Shanghai")));
    }

    LegacySystem(Clock clock) {
        pool = new Pool(clock);
        pool.add(new Person(PERSON, CERTNO, NAME, "1", "19000101", "390", AREA, false, 0, RULE));
    }

    @Override
    public Future<Integer> start(Vertx vertx) {
        return front.start(vertx);
    }

    @Override
    public Future<Void> stop() {
        return front.stop();
    }

    void misbehave(String function, Fault fault) {
        front.misbehave(function, fault);
    }

    Pool pool() {
        return pool;
    }

    @Override
    public String function(String message) {
        try {
            return JSON.readTree(message).path("fn").asText("");
        } catch (JacksonException e) {
            return "";
        }
    }

    @Override
    public String answer(String message, Fault fault) {
        try {
            JsonNode request = JSON.readTree(message);
            ObjectNode answer = JSON.createObjectNode();
            answer.put("fn", request.path("fn").asText());
            ObjectNode data = JSON.createObjectNode();
            try {
                act(request.path("fn").asText(), request.path("data"), data);
                answer.put("code", "0").put("text", "");
            } catch (No e) {
                data.removeAll();
                answer.put("code", "1").put("text", e.text());
            }
            answer.set("data", data);
            return JSON.writeValueAsString(answer);
        } catch (JacksonException e) {
            throw new IllegalStateException(e); // its function could be read
        }
    }

    private void act(String function, JsonNode in, ObjectNode out) {
        switch (function) {
            case "QueryPerson" -> person(in, out);
            case "Admit" -> {
                Person person = pool.person(in.path("pno").asText()).orElseThrow(() -> new No("人员编号不存在"));
                out.put("visit", pool.admit(person, "V", in.path("stayno").asText()).number);
            }
            case "FindVisit" -> find(in, out);
            case "CancelAdmit" -> pool.cancelAdmission(stay(in));
            case "PutRows" -> putRows(in);
            case "Trial" -> amounts(pool.calculate(whole(in), stay(in).bill(), false), out);
            case "Settle" -> {
                Stay stay = whole(in);
                Calculated calculated = pool.calculate(stay, stay.bill(), false);
                pool.settle(stay, calculated, stay.number);
                amounts(calculated, out.put("visit", stay.number));
            }
            case "CancelSettle" -> pool.cancelSettlement(stay(in), stay(in).number);
            default -> throw new No("没有该功能");
        }
    }

    private void person(JsonNode in, ObjectNode out) {
        Person person = (in.hasNonNull("pno")
                        ? pool.person(in.path("pno").asText())
                        : pool.byCertificate(in.path("idno").asText()))
                .orElseThrow(() -> new No("查无此人"));
        out.put("pno", person.number())
                .put("idno", person.certificate())
                .put("name", person.name())
                .put("sex", person.sex())
                .put("birthday", person.birthday())
                .put("kind", person.coverage())
                .put("area", person.area())
                .put("frozen", person.frozen() ? "1" : "0")
                .put("balance", Yuan.of(pool.year(person.number()).accountFen()));
    }

    private void find(JsonNode in, ObjectNode out) {
        out.put("visit", "").put("state", "NONE");
        pool.stays().stream()
                .filter(stay -> stay.stayNo.equals(in.path("stayno").asText()))
                .filter(stay -> stay.state() != Stay.State.CANCELLED)
                .findFirst()
                .ifPresent(stay -> {
                    out.put("visit", stay.number).put("state", stay.state().name());
                    if (stay.settlement() != null) {
                        amounts(stay.settlement(), out);
                    }
                });
    }

    private void putRows(JsonNode in) {
        Stay stay = stay(in);
        if (stay.state() == Stay.State.SETTLED) {
            throw new No("该次就诊已结算");
        }
        stay.rows.clear();
        for (JsonNode row : in.path("rows")) {
            long fen = Yuan.fen("amount", row.path("amount").asText());
            boolean shared = row.path("shared").asText().equals("1");
            stay.rows.put(row.path("no").asText(), new Split(shared ? 0 : fen, 0, shared ? fen : 0));
        }
    }

    private Stay stay(JsonNode in) {
        return pool.stay(in.path("visit").asText());
    }

    /** The stay whose rows come to the total that was sent. */
    private Stay whole(JsonNode in) {
        Stay stay = stay(in);
        if (stay.bill().totalFen() != Yuan.fen("total", in.path("total").asText())) {
            throw new No("费用总额与明细合计不符");
        }
        return stay;
    }

    private static void amounts(Calculated calculated, ObjectNode out) {
        out.put("total", Yuan.of(calculated.split().totalFen()))
                .put("basic", Yuan.of(calculated.payment().basicFen()))
                .put("critical", Yuan.of(calculated.payment().criticalFen()))
                .put("account", Yuan.of(calculated.accountFen()))
                .put("cash", Yuan.of(calculated.cashFen()))
                .put("deductible", Yuan.of(calculated.payment().deductibleFen()));
    }
}
