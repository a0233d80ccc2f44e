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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A legacy system that does not dedupe: what it is sent twice it does twice. It keeps books of its own, answers late,
 * not at all, or in a way that nobody can read.
 */
final class SimulatedLegacy {

    /** What it takes: the stay's transactions and the outpatient's. */
    static final Descriptor DESCRIPTOR = new Descriptor(
            "legacy",
            "老系统",
            Set.of(),
            Set.of("2401", "2402", "2404", "2405", "2303", "2304", "2305", "2201", "2202", "2206", "2207", "2208"),
            Limits.DEFAULT);

    private static final Set<String> SETTLEMENTS = Set.of("2304", "2207");
    private static final Set<String> CANCELLATIONS = Set.of("2305", "2208");
    private static final Set<String> QUESTIONS = Set.of("2303", "2206");

    /** Something that it has done. */
    static final class Booking {
        final String infno;
        final String msgid;
        final String mdtrtId;
        /** The charge batch of an outpatient; empty for a stay. */
        final String batch;

        final Body answer;
        boolean undone;
        /** The booking that a 2305 cancels. */
        Booking cancels;

        Booking(Request request, String mdtrtId, Body answer) {
            this.infno = request.infno();
            this.msgid = request.msgid();
            this.mdtrtId = mdtrtId;
            this.batch = batch(request);
            this.answer = answer;
        }

        boolean stands() {
            return SETTLEMENTS.contains(infno) && !undone;
        }

        String setlId() {
            return answer.body("setlinfo").textOr("setl_id", "");
        }
    }

    final List<Booking> bookings = new ArrayList<>();
    private final Map<String, Integer> calls = new LinkedHashMap<>();
    private final Simulation world;
    private int serial;

    SimulatedLegacy(Simulation world) {
        this.world = world;
    }

    private Outcome<Body> book(Request request) {
        String call = request.infno() + " " + request.msgid();
        // a question may be asked again, what has an effect may not
        if (calls.merge(call, 1, Integer::sum) > 1 && !QUESTIONS.contains(request.infno())) {
            world.violated("the legacy system was sent " + call + " twice");
        }
        Care care = request.care();
        String mdtrtId = care == null ? "" : care.mdtrtId();
        if (SETTLEMENTS.contains(request.infno())
                && standing(mdtrtId, batch(request)).isPresent()) {
            return Outcome.rejected("L-2", "该就诊已结算");
        }
        Booking booking = new Booking(request, mdtrtId, answer(request, care));
        if (CANCELLATIONS.contains(request.infno())) {
            Optional<Booking> original = standing(request.input().body("data").textOr("setl_id", ""));
            if (original.isEmpty()) {
                return Outcome.rejected("L-3", "无可撤销的结算");
            }
            original.get().undone = true;
            booking.cancels = original.get();
        }
        bookings.add(booking);
        world.note(() -> "legacy books " + request.infno() + " " + SimulatedProcess.shortId(request.msgid()));
        return Outcome.succeeded(booking.answer);
    }

    private Optional<Booking> standing(String mdtrtId, String batch) {
        return bookings.stream()
                .filter(b -> b.stands() && b.mdtrtId.equals(mdtrtId) && b.batch.equals(batch))
                .findFirst();
    }

    /** The settlement of this number, when it stands. */
    Optional<Booking> standing(String setlId) {
        return bookings.stream()
                .filter(b -> b.stands() && b.setlId().equals(setlId))
                .findFirst();
    }

    private static String batch(Request request) {
        return request.input().body("data").textOr("chrg_bchno", "");
    }

    private Outcome<Body> find(Request original) {
        return bookings.stream()
                .filter(b -> b.infno.equals(original.infno()) && b.msgid.equals(original.msgid()) && !b.undone)
                .findFirst()
                .map(b -> Outcome.succeeded(b.answer))
                .orElseGet(() -> Outcome.rejected("L-0", "无此业务"));
    }

    private Outcome<Body> undo(Request original) {
        bookings.stream()
                .filter(b -> b.infno.equals(original.infno()) && b.msgid.equals(original.msgid()) && !b.undone)
                .forEach(b -> {
                    b.undone = true;
                    if (b.cancels != null) {
                        b.cancels.undone = false;
                    }
                    world.note(() -> "legacy undoes " + b.infno + " " + SimulatedProcess.shortId(b.msgid));
                });
        return Outcome.succeeded(Body.EMPTY);
    }

    private Body answer(Request request, Care care) {
        boolean settles = SETTLEMENTS.contains(request.infno());
        boolean cancels = CANCELLATIONS.contains(request.infno());
        if (care == null || !(settles || cancels || QUESTIONS.contains(request.infno()))) {
            return Body.EMPTY;
        }
        long sign = cancels ? -1 : 1;
        // not always what it said when it was only asked
        long less = settles && world.chance(20) ? 10_000 : 0;
        long fund = sign * care.inScopeFen() / 2 - less;
        long person = sign * care.medfeeSumFen() - fund;
        Body info = Body.builder()
                .put("setl_id", "L" + serial++)
                .put("mdtrt_id", care.mdtrtId())
                .put("psn_no", care.psnNo())
                .fen("medfee_sumamt", sign * care.medfeeSumFen())
                .fen("fund_pay_sumamt", fund)
                .fen("psn_part_amt", person)
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

    /** One process's adapter: never fails, and gives up at the deadline as the plugin host does. */
    static final class Adapter implements RegionAdapter {
        /** A call on its way arrives within this or not at all. */
        private static final long LATE_MILLIS_MAX = 12_000;

        private final SimulatedLegacy legacy;
        private final SimulatedProcess process;
        private final Simulation world;

        Adapter(SimulatedLegacy legacy, SimulatedProcess process, Simulation world) {
            this.legacy = legacy;
            this.process = process;
            this.world = world;
        }

        @Override
        public Future<Outcome<Body>> call(Request request, CallContext context) {
            return world.fault(3)
                    ? later(() -> Outcome.notSent("connect_refused"))
                    : travel("call " + request.infno(), () -> legacy.book(request), context);
        }

        @Override
        public Future<Outcome<Body>> query(Reference reference, CallContext context) {
            return world.bug == PlantedBug.SECOND_CALL_ON_TIMEOUT
                    ? call(reference.original(), context)
                    : travel("query", () -> legacy.find(reference.original()), context);
        }

        @Override
        public Future<Outcome<Body>> reverse(Reference reference, CallContext context) {
            return travel("reverse", () -> legacy.undo(reference.original()), context);
        }

        private Future<Outcome<Body>> later(Supplier<Outcome<Body>> answer) {
            Promise<Outcome<Body>> promise = Promise.promise();
            process.at(1, () -> promise.complete(answer.get()));
            return promise.future();
        }

        private Future<Outcome<Body>> travel(String what, Supplier<Outcome<Body>> work, CallContext context) {
            Promise<Outcome<Body>> promise = Promise.promise();
            long left = Math.max(1, (context.deadlineNanos() - process.nanos()) / 1_000_000);
            process.at(left, () -> promise.tryComplete(Outcome.unknown("timeout_read")));
            if (world.fault(4)) {
                process.at(world.between(1, 100), () -> promise.tryComplete(Outcome.unknown("reset")));
                if (world.chance(50)) {
                    // it was on its way all the same
                    world.heap.after(world.between(0, LATE_MILLIS_MAX), work::get);
                }
                return promise.future();
            }
            long there = world.fault(8) ? world.between(1_000, LATE_MILLIS_MAX) : world.between(1, 60);
            boolean unheard = world.fault(5);
            boolean garbage = world.fault(2);
            world.heap.after(there, () -> {
                Outcome<Body> done = work.get();
                if (!unheard) {
                    process.at(
                            world.fault(3) ? world.between(1_000, 20_000) : world.between(1, 30),
                            () -> promise.tryComplete(garbage ? Outcome.unknown("answer_unreadable") : done));
                }
            });
            return promise.future();
        }
    }
}
