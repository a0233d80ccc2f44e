package io.wutong.exchange;

import io.wutong.charge.Charges;
import io.wutong.envelope.Envelope;
import io.wutong.exchange.World.Message1;
import io.wutong.spi.Json;
import io.wutong.spi.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One stay at a hospital whose network is bad and whose clerks are impatient: they press twice, give up and reverse,
 * cancel and settle again; and a HIS that retries under the same id until it is told an end.
 */
class SimulatedHospital {

    final Simulation world;
    final String home;
    final String iptNo;
    final World messages = new World();
    final List<Sent> sent = new ArrayList<>();
    /** Settlements that were given to the window. */
    final List<String> charged = new ArrayList<>();

    private boolean impatient;
    private boolean over;
    private String visit = "";

    /** A message and all that the hospital was told of it. */
    static final class Sent {
        final Message1 message;
        final List<Answered> told = new ArrayList<>();
        final boolean modified;
        private Consumer<Answered> next = answered -> {};
        private int tries;
        private boolean reversed;

        Sent(Message1 message, boolean modified) {
            this.message = message;
            this.modified = modified;
        }

        boolean definite() {
            return told.stream().anyMatch(SimulatedHospital::definite);
        }

        boolean succeeded() {
            return told.stream().anyMatch(answered -> answered.outcome() instanceof Outcome.Succeeded);
        }
    }

    SimulatedHospital(Simulation world, int number) {
        this.world = world;
        this.home =
                List.of(World.LEGACY_HOME, World.FAR_HOME, World.PROVINCE_HOME).get((int) world.between(0, 2));
        this.iptNo = "Z" + number;
        this.impatient = world.chance(70);
        messages.startAt(1_000 * number);
    }

    static boolean definite(Answered answered) {
        return answered.outcome() instanceof Outcome.Succeeded || answered.outcome() instanceof Outcome.Rejected;
    }

    // ------------------------------------------------------------------ a stay

    void begin() {
        Consumer<Answered> admitted = answered -> {
            String id = output(answered, "result", "mdtrt_id");
            if (visit.isEmpty() && !id.isEmpty()) {
                visit = id;
                upload();
            }
        };
        send(messages.admission(home, iptNo), admitted);
        if (world.chance(25)) {
            world.soon(world.between(0, 3_000), () -> send(messages.admission(home, iptNo), admitted));
        }
    }

    private void upload() {
        send(
                messages.line(home, visit, "1", "10000.00"),
                line -> send(
                        messages.discharge(home, visit, "2026-10-30 08:00:00"),
                        discharged -> world.soon(world.between(0, 2_000), () -> settle(2))));
    }

    /** Asks what is left to the patient, and lets the window take both halves in one. */
    private void charge(int times) {
        Message1 question = messages.settlement("2303", home, visit, "10000.00");
        Message1 settlement = messages.settlement("2304", home, visit, "10000.00");
        send(question, shown -> {
            if (shown.outcome() instanceof Outcome.Succeeded) {
                charged.add(settlement.msgid());
                world.soon(world.between(0, 3_000), () -> place(settlement, question.msgid(), 5));
                if (world.chance(15)) {
                    // a HIS that sends it by itself all the same
                    world.soon(world.between(0, 20_000), () -> send(settlement, answered -> settled(answered, times)));
                }
            }
        });
    }

    /** A terminal asks again when it is told nothing. */
    private void place(Message1 settlement, String shownMsgid, int tries) {
        world.deployments
                .get("js")
                .anyAlive()
                .ifPresent(process -> process.at(
                        0,
                        () -> process.charges.place(new Charges.Ask(
                                process.deployment.topology.node("321100"),
                                settlement.bytes(),
                                shownMsgid,
                                Optional.of("wechat"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()))));
        if (tries > 1 && world.chance(70)) {
            world.soon(world.between(1_000, 10_000), () -> place(settlement, shownMsgid, tries - 1));
        }
    }

    private void settle(int times) {
        if (world.chance(30)) {
            charge(times);
            return;
        }
        Message1 settlement = messages.settlement("2304", home, visit, "10000.00");
        Sent first = send(settlement, answered -> settled(answered, times));
        if (world.chance(20)) {
            world.soon(
                    world.between(0, 3_000),
                    () -> send(messages.settlement("2304", home, visit, "10000.00"), a -> settled(a, times)));
        }
        if (world.chance(15)) {
            Message1 other = settlement.withInput(
                    settlement.input().replace("\"acct_used_flag\":\"0\"", "\"acct_used_flag\":\"1\""));
            world.soon(world.between(0, 20_000), () -> sendModified(other));
        }
        if (world.chance(20)) {
            long when = world.chance(50) ? world.between(0, 200) : world.between(1_000, 30_000);
            world.soon(when, () -> reverse(first));
        }
    }

    private void settled(Answered answered, int times) {
        String setlId = output(answered, "setlinfo", "setl_id");
        if (setlId.isEmpty()) {
            if (times > 1 && world.chance(60)) {
                world.soon(world.between(1_000, 10_000), () -> settle(times - 1));
            }
            return;
        }
        if (world.chance(50)) {
            world.soon(world.between(0, 5_000), () -> pay(setlId));
        }
        if (world.chance(50)) {
            Consumer<Answered> cancelled = done -> {
                if (done.outcome() instanceof Outcome.Succeeded && times > 1) {
                    settle(times - 1);
                }
            };
            world.soon(world.between(0, 30_000), () -> {
                send(messages.cancellation(home, visit, setlId), cancelled);
                if (world.chance(20)) {
                    send(messages.cancellation(home, visit, setlId), cancelled);
                }
            });
        }
    }

    final void pay(String setlId) {
        world.deployments
                .get("js")
                .anyAlive()
                .ifPresent(process ->
                        process.at(0, () -> process.payments.open("321100", setlId, World.HOSPITAL, "wechat")));
    }

    final void reverse(Sent original) {
        if (original.definite()) {
            return;
        }
        send(messages.reversal(home, original.message.infno(), original.message.msgid()), answered -> {
            if (answered.outcome() instanceof Outcome.Succeeded) {
                original.reversed = true;
                world.soon(world.between(0, 20_000), () -> deliver(original));
            }
        });
    }

    /** Whether it has sent a reversal of a message. */
    boolean reverses(String msgid) {
        return sent.stream()
                .anyMatch(one -> one.message.infno().equals("2601")
                        && Json.read(one.message.input())
                                .body("data")
                                .textOr("omsgid", "")
                                .equals(msgid));
    }

    /** The message whose id another one has used. */
    Sent firstOf(Sent modified) {
        return sent.stream()
                .filter(one -> !one.modified && one.message.msgid().equals(modified.message.msgid()))
                .findFirst()
                .orElseThrow();
    }

    // ----------------------------------------------------------------- sending

    final Sent send(Message1 message, Consumer<Answered> next) {
        Sent one = new Sent(message, false);
        one.next = next;
        sent.add(one);
        deliver(one);
        return one;
    }

    final void sendModified(Message1 message) {
        Sent one = new Sent(message, true);
        sent.add(one);
        deliver(one);
    }

    private void deliver(Sent one) {
        one.tries++;
        SimulatedProcess process = world.deployments.get("js").anyAlive().orElse(null);
        if (process == null) {
            again(one, world.between(500, 5_000));
            return;
        }
        boolean[] heard = new boolean[1];
        world.soon(22_000, () -> {
            if (!heard[0]) {
                heard[0] = true;
                again(one, world.between(0, 3_000));
            }
        });
        if (world.fault(2)) {
            return;
        }
        process.at(world.between(1, 20), () -> {
            boolean cameBefore = mayHaveHappened(process, one.message);
            process.exchanges.receive(arrival(process, one.message)).onSuccess(answered -> {
                boolean notSent = answered.outcome() instanceof Outcome.NotSent;
                if (notSent && cameBefore && mayHaveHappened(process, one.message)) {
                    world.violated("said not sent of what came before: " + one.message.msgid());
                }
                if (!world.fault(3)) {
                    world.soon(world.between(1, 20), () -> {
                        if (!heard[0]) {
                            heard[0] = true;
                            hear(one, answered);
                        }
                    });
                }
            });
        });
    }

    private static boolean mayHaveHappened(SimulatedProcess process, Message1 message) {
        if (message.infno().equals("2303")) {
            return false; // a trial has no effect
        }
        String hospital = Envelope.read(message.bytes()).fixmedinsCode();
        return process.deployment
                .store
                .one(Exchange.key(hospital, hospital, message.msgid()))
                .filter(row -> row.state() != Exchange.State.NOT_SENT)
                .isPresent();
    }

    private static Arrival arrival(SimulatedProcess process, Message1 message) {
        Envelope envelope = Envelope.read(message.bytes());
        return new Arrival(
                process.deployment.topology.node(envelope.fixmedinsCode()),
                Arrival.From.INSTITUTION,
                envelope,
                envelope.homeArea(),
                null,
                "t".repeat(32),
                process.nanos() + Exchanges.HOSPITAL_MILLIS * 1_000_000,
                1,
                0,
                null);
    }

    private void hear(Sent one, Answered answered) {
        boolean first = !one.definite();
        one.told.add(answered);
        world.heard(this, one);
        world.note(() -> "hospital hears " + one.message.infno() + " " + SimulatedProcess.shortId(one.message.msgid())
                + " "
                + World.text(answered).replaceAll(".*\"infcode\":(-?\\d).*\"err_msg\":(\"[^\"]*\"|null).*", "$1 $2"));
        if (!definite(answered)) {
            again(one, world.between(500, 10_000));
        } else if (first && !over) {
            one.next.accept(answered);
        }
    }

    /** A patient one waits for the gateway to find the end by itself, and asks when all is over, until it is told. */
    private void again(Sent one, long millis) {
        if (over || impatient || one.tries < 2 || one.message.infno().equals("2401")) {
            world.soon(millis, () -> {
                if (!one.definite()) {
                    deliver(one);
                }
            });
        }
    }

    void calm() {
        impatient = impatient || world.chance(50);
        sent.stream().filter(one -> !one.definite()).toList().forEach(one -> again(one, world.between(0, 5_000)));
    }

    boolean ended() {
        return sent.stream().allMatch(one -> one.definite() || !impatient);
    }

    /** When all is over, everything is asked about once more: what was told before must be told again. */
    void askOnceMore() {
        over = true;
        List.copyOf(sent).forEach(this::deliver);
    }

    static String output(Answered answered, String node, String name) {
        return answered.outcome() instanceof Outcome.Succeeded
                ? Json.read(new String(answered.bytes(), StandardCharsets.UTF_8))
                        .body("output")
                        .body(node)
                        .textOr(name, "")
                : "";
    }
}
