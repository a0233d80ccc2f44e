package __package__;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Fen;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import io.wutong.support.Answers;
import io.wutong.support.Dates;
import io.wutong.support.FieldMap;
import io.wutong.support.stay.Entitlement;
import io.wutong.support.stay.Found;
import io.wutong.support.stay.Funds;
import io.wutong.support.stay.Names;
import io.wutong.support.stay.Parts;
import io.wutong.support.stay.Ready;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.StaySystem;
import io.wutong.support.stay.Step;
import io.wutong.support.stay.Summary;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;

/** The functions of a stay. Rows are replaced as a whole, so that sending them again does no harm. */
final class __Name__System implements StaySystem {

    private static final FieldMap BASEINFO = FieldMap.load(__Name__System.class, "maps/baseinfo.csv");
    private static final FieldMap INSUINFO = FieldMap.load(__Name__System.class, "maps/insuinfo.csv");

    private final __Name__Config config;
    private final __Name__Client client;
    private final Funds funds;
    private final Clock clock;

    __Name__System(__Name__Config config, __Name__Client client, Funds funds, Clock clock) {
        this.config = config;
        this.client = client;
        this.funds = funds;
        this.clock = clock;
    }

    @Override
    public Future<Body> person(Request request, CallContext context) {
        Body data = request.input().body("data");
        String certificate = data.text("certno")
                .or(() -> data.text("mdtrt_cert_no"))
                .orElseThrow(() -> new Refusal("__PREFIX__-CERT", "参保地系统需要证件号码"));
        return client.call("QueryPerson", Body.of("idno", Value.text(certificate)), context)
                .map(person -> Answers.read(() -> {
                    boolean another = !person.textOr("idno", "").equals(certificate)
                            || data.text("psn_name")
                                    .filter(name -> !name.equals(person.textOr("name", "")))
                                    .isPresent();
                    if (another) {
                        throw new CallFailure(true, "answer_person");
                    }
                    return Body.builder()
                            .put("baseinfo", BASEINFO.body(person::text))
                            .put("insuinfo", List.of(INSUINFO.body(person::text)))
                            .put("idetinfo", List.of())
                            .build();
                }));
    }

    @Override
    public Future<Body> entitlement(Request request, CallContext context) {
        Body data = request.input().body("data");
        String psnNo = data.text("psn_no").orElseThrow(() -> new Refusal("__PREFIX__-FIELD", "缺少人员编号"));
        return byNumber(psnNo, context).map(person -> {
            String kind = person.textOr("kind", "");
            String asked = data.textOr("insutype", kind);
            String reason = person.textOr("frozen", "1").equals("1") ? "待遇已冻结" : asked.equals(kind) ? "" : "未参加该险种";
            return Entitlement.answer(psnNo, asked, reason, Dates.d10(LocalDateTime.now(clock)));
        });
    }

    @Override
    public Future<StayState> admit(Step step) {
        Names names = Names.of(step.input("mdtrtinfo"), step.request());
        Body data = Body.builder()
                .put("pno", step.care().psnNo())
                .put("stayno", stayNo(step))
                .put("diagnosis", names.apply("@diagnosis").orElse(""))
                .put("admitted", step.care().admittedAt())
                .build();
        return call("Admit", data, step)
                .map(answer -> step.state()
                        .with(
                                StayState.VISIT_NO,
                                answer.text("visit").orElseThrow(() -> new CallFailure(true, "answer_visit"))));
    }

    @Override
    public Future<Found> findAdmission(Step step) {
        return visit(step).map(answer -> answer.textOr("visit", "").isEmpty() ? Found.NOWHERE : open(answer, step));
    }

    private static Found.Open open(Body answer, Step step) {
        return new Found.Open(step.state().with(StayState.VISIT_NO, answer.textOr("visit", "")));
    }

    @Override
    public Future<?> cancelAdmission(Step step) {
        return findAdmission(step)
                .compose(found -> found instanceof Found.Open open
                        ? rows(step.with(open.state()), List.of())
                                .compose(state -> call(
                                        "CancelAdmit", Body.of("visit", Value.text(state.visitNo())), step))
                        : Future.succeededFuture(Body.EMPTY));
    }

    @Override
    public Future<Ready> prepareTrial(Step step) {
        return byNumber(step.care().psnNo(), step.context())
                .compose(person -> Summary.ensure(step, before -> rows(before, List.of()), this::rows)
                        .map(state -> new Ready(
                                state,
                                Body.builder()
                                        .put("psn_name", person.textOr("name", ""))
                                        .build(),
                                Answers.read(() -> person.fen("balance").orElse(0L)))));
    }

    @Override
    public Future<Parts> trial(Step step) {
        return call("Trial", bill(step), step).map(answer -> parts(answer, step));
    }

    @Override
    public Future<Settled> settle(Step step) {
        return call("Settle", bill(step), step)
                .map(answer -> new Settled(step.state(), parts(mine(answer, step), step)));
    }

    @Override
    public Future<Found> findSettlement(Step step) {
        return visit(step).map(answer -> switch (answer.textOr("state", "")) {
            case "SETTLED" ->
                new Found.Settled(new Ready(open(answer, step).state(), Body.EMPTY, null), parts(answer, step));
            case "OPEN" -> open(answer, step);
            case "NONE" -> Found.NOWHERE;
            default -> throw new CallFailure(true, "answer_state");
        });
    }

    /** A refusal is asked about: taken back already is as good. */
    @Override
    public Future<?> cancelSettlement(Step step) {
        return call("CancelSettle", bill(step), step).recover(failure -> failure instanceof Refusal
                ? findSettlement(step)
                        .compose(found -> found instanceof Found.Open
                                ? Future.succeededFuture(Body.EMPTY)
                                : Future.failedFuture(failure))
                : Future.failedFuture(failure));
    }

    /** Who pays how much; the legacy system's total must be ours, and its parts must add up to it. */
    private Parts parts(Body answer, Step step) {
        return Answers.read(() -> {
            long total = step.care().medfeeSumFen();
            if (answer.fen("total").orElse(-1L) != total) {
                throw new CallFailure(true, "answer_total");
            }
            Long deductible = answer.fen("deductible").orElse(null);
            return Parts.of(funds, answer::text, deductible).checked(total);
        });
    }

    private static Body mine(Body answer, Step step) {
        if (!answer.textOr("visit", "").equals(step.state().visitNo())) {
            throw new CallFailure(true, "answer_visit");
        }
        return answer;
    }

    private Future<StayState> rows(Step step, List<Summary.Row> sums) {
        List<Value> rows = sums.stream()
                .<Value>map(sum -> Body.builder()
                        .put("no", sum.kind().code())
                        .put("shared", sum.kind() == Summary.Kind.IN_SCOPE ? "1" : "0")
                        .fen("amount", sum.fen())
                        .build())
                .toList();
        Body data = Body.builder()
                .put("visit", step.state().visitNo())
                .put("rows", rows)
                .build();
        return call("PutRows", data, step).map(step.state());
    }

    private Future<Body> byNumber(String psnNo, CallContext context) {
        return client.call("QueryPerson", Body.of("pno", Value.text(psnNo)), context)
                .map(person -> {
                    if (!person.textOr("pno", "").equals(psnNo)) {
                        throw new CallFailure(true, "answer_person");
                    }
                    return person;
                });
    }

    private Future<Body> visit(Step step) {
        return call("FindVisit", Body.of("stayno", Value.text(stayNo(step))), step);
    }

    private static Body bill(Step step) {
        return Body.builder()
                .put("visit", step.state().visitNo())
                .put("total", Fen.format(step.care().medfeeSumFen()))
                .build();
    }

    /** Our number of the stay; the legacy system finds it by this even when its own was never learnt. */
    private static String stayNo(Step step) {
        return Names.of(Body.EMPTY, step.request()).apply("@stay_no").orElse("");
    }

    private Future<Body> call(String function, Body data, Step step) {
        return client.call(function, data, step.context());
    }
}
