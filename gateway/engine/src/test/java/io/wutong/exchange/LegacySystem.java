package io.wutong.exchange;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Care;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Limits;
import io.wutong.spi.Outcome;
import io.wutong.spi.Reference;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.Request;
import io.wutong.spi.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A legacy home behind an adapter: keeps books of its own, and goes wrong as it is told. */
final class LegacySystem implements RegionAdapter {

    /** How a call goes wrong. */
    enum Mood {
        WELL,
        /** It books, and the answer is lost. */
        BOOKS_UNHEARD,
        /** The call is lost; nobody knows. */
        LOST,
        /** The call certainly did not leave. */
        NOT_SENT,
        /** It refuses. */
        REFUSES,
        /** It books and answers sums that do not agree. */
        BROKEN_SUM
    }

    static final Descriptor DESCRIPTOR = new Descriptor(
            "legacy",
            "老系统",
            Set.of(),
            Set.of("1101", "2401", "2402", "2404", "2405", "2303", "2304", "2305", "2501", "5304"),
            Limits.DEFAULT);

    private static final Descriptor WITH_OUTPATIENTS =
            new Descriptor("legacy", "老系统", Set.of(), Set.of("2201", "2202", "2207"), Limits.DEFAULT);

    /** The number that it has given the person whose coverages it tells. */
    static final String PERSON = "L0000000000000000001";

    /** The number that 1101 is answered with beside them. */
    String personNo = PERSON;

    /** Rows of {@code insuinfo} that 1101 is answered with. */
    List<Body> insured = List.of();

    /** What it refuses 1101 with; null where it answers. */
    @Nullable
    String refusesPersons;

    /** Whether it takes outpatients, and those alone. */
    boolean outpatients;

    final Map<String, Body> booked = new LinkedHashMap<>();
    final List<String> asked = new ArrayList<>();
    final Deque<Mood> moods = new ArrayDeque<>();
    /** Areas that the person is filed for; null where it does not ask for a filing. */
    @Nullable
    Set<String> filedFor;

    /** Whether it settles only who was discharged there. */
    boolean wantsDischarge;

    private final Set<String> discharged = new HashSet<>();
    boolean queryFails;
    boolean reverseFails;
    long millis = 1;
    private final EventHeap heap;
    private int serial;

    LegacySystem(EventHeap heap) {
        this.heap = heap;
    }

    @Override
    public Future<Outcome<Body>> call(Request request, CallContext context) {
        asked.add("call " + request.infno() + " " + request.msgid());
        Mood mood = moods.isEmpty() ? Mood.WELL : moods.poll();
        return later(() -> {
            if (mood == Mood.NOT_SENT) {
                return Outcome.notSent("connect_refused");
            }
            if (mood == Mood.REFUSES) {
                return Outcome.rejected("L-1", "本地系统不予受理");
            }
            if (mood == Mood.LOST) {
                return Outcome.unknown("timeout_read");
            }
            if (Set.of("2303", "2304").contains(request.infno())
                    && wantsDischarge
                    && !discharged.contains(request.care().mdtrtId())) {
                return Outcome.rejected("L-2", "在院状态不允许结算");
            }
            if (request.infno().equals("2401") && filedFor != null && !filedFor.contains("321100")) {
                return Outcome.rejected("L-3", "备案地与就医地不符");
            }
            if (request.infno().equals("1101") && refusesPersons != null) {
                return Outcome.rejected("L-4", refusesPersons);
            }
            if (request.infno().equals("1101")) {
                return insured.isEmpty()
                        ? Outcome.succeeded(Body.of("baseinfo", Body.of("psn_no", Value.text(World.PERSON))))
                        : Outcome.succeeded(Body.builder()
                                .put("baseinfo", Body.of("psn_no", Value.text(personNo)))
                                .put("insuinfo", insured)
                                .build());
            }
            if (request.infno().equals("2402")) {
                discharged.add(request.care().mdtrtId());
            }
            if (request.infno().equals("2501")) {
                filedFor.add(request.input().body("refmedin").textOr("mdtrtarea_admdvs", ""));
                Body filed = Body.of("result", Body.of("trt_dcla_detl_sn", Value.text("LF2")));
                booked.put(request.msgid(), filed);
                return mood == Mood.BOOKS_UNHEARD ? Outcome.unknown("timeout_read") : Outcome.succeeded(filed);
            }
            if (request.infno().equals("5304")) {
                return Outcome.succeeded(
                        Body.builder().put("refmedin", filings()).build());
            }
            Body answer = answer(request, mood == Mood.BROKEN_SUM);
            booked.put(request.msgid(), answer);
            return mood == Mood.BOOKS_UNHEARD ? Outcome.unknown("timeout_read") : Outcome.succeeded(answer);
        });
    }

    @Override
    public Future<Outcome<Body>> query(Reference reference, CallContext context) {
        asked.add("query " + reference.original().infno() + " "
                + reference.original().msgid());
        return later(() -> {
            Body found = booked.get(reference.original().msgid());
            return queryFails
                    ? Outcome.unknown("timeout_read")
                    : found == null ? Outcome.rejected("L-0", "无此业务") : Outcome.succeeded(found);
        });
    }

    @Override
    public Future<Outcome<Body>> reverse(Reference reference, CallContext context) {
        asked.add("reverse " + reference.original().infno() + " "
                + reference.original().msgid());
        return later(() -> {
            if (reverseFails) {
                return Outcome.unknown("timeout_read");
            }
            booked.remove(reference.original().msgid());
            return Outcome.succeeded(Body.EMPTY);
        });
    }

    private List<Body> filings() {
        return filedFor.stream()
                .map(area -> Body.builder()
                        .put("trt_dcla_detl_sn", "LF1")
                        .put("mdtrtarea_admdvs", area)
                        .put("refl_rea", "转")
                        .put("begndate", "2026-01-01")
                        .put("enddate", "2026-12-31")
                        .build())
                .toList();
    }

    Descriptor descriptor() {
        return outpatients ? WITH_OUTPATIENTS : DESCRIPTOR;
    }

    long calls(String infno) {
        return asked.stream().filter(line -> line.startsWith("call " + infno)).count();
    }

    private Body answer(Request request, boolean broken) {
        Care care = request.care();
        if (care == null || !Set.of("2303", "2304", "2305", "2207").contains(request.infno())) {
            return Body.EMPTY;
        }
        long sign = request.infno().equals("2305") ? -1 : 1;
        long fund = sign * care.inScopeFen() / 2;
        long person = sign * care.medfeeSumFen() - fund;
        Body info = Body.builder()
                .put("setl_id", "L" + serial++)
                .put("mdtrt_id", care.mdtrtId())
                .put("psn_no", care.psnNo())
                .fen("medfee_sumamt", sign * care.medfeeSumFen())
                .fen("fund_pay_sumamt", fund)
                .fen("psn_part_amt", broken ? person + 1 : person)
                .fen("acct_pay", 0)
                .fen("psn_cash_pay", person)
                .fen("hosp_part_amt", 0)
                .build();
        Body line = Body.builder()
                .put("fund_pay_type", "390100")
                .fen("fund_payamt", fund)
                .build();
        return Body.builder()
                .put("setlinfo", info)
                .put("setldetail", List.of(line))
                .build();
    }

    private Future<Outcome<Body>> later(java.util.function.Supplier<Outcome<Body>> answer) {
        Promise<Outcome<Body>> promise = Promise.promise();
        heap.after(millis, () -> promise.complete(answer.get()));
        return promise.future();
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
