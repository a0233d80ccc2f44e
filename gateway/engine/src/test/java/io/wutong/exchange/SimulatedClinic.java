package io.wutong.exchange;

import io.wutong.exchange.World.Message1;
import io.wutong.spi.Outcome;
import java.util.List;

/** An outpatient's visit of one or two charge batches, each settled by itself, by clerks as impatient as a ward's. */
final class SimulatedClinic extends SimulatedHospital {

    private static final String SUM = "1000.00";

    private final OutpatientWorld outpatient = new OutpatientWorld() {};
    private String visit = "";

    SimulatedClinic(Simulation world, int number) {
        super(world, number);
        outpatient.world = messages;
    }

    @Override
    void begin() {
        send(outpatient.registration(home, iptNo), answered -> {
            visit = output(answered, "data", "mdtrt_id");
            for (String batch : world.chance(50) ? List.of("S1", "S2") : List.of("S1")) {
                if (!visit.isEmpty()) {
                    upload(batch);
                }
            }
        });
    }

    private void upload(String batch) {
        send(
                outpatient.lines(home, visit, batch, batch.substring(1), SUM, ""),
                line -> world.soon(world.between(0, 2_000), () -> settle(batch, 2)));
    }

    private Message1 message(String batch) {
        return outpatient.settlement("2207", home, visit, batch, SUM);
    }

    private void settle(String batch, int times) {
        if (world.chance(50)) {
            send(outpatient.settlement("2206", home, visit, batch, SUM), shown -> {});
        }
        Message1 settlement = message(batch);
        Sent first = send(settlement, answered -> settled(answered, batch, times));
        if (world.chance(20)) {
            world.soon(world.between(0, 3_000), () -> send(message(batch), a -> settled(a, batch, times)));
        }
        if (world.chance(20)) {
            long when = world.chance(50) ? world.between(0, 200) : world.between(1_000, 30_000);
            world.soon(when, () -> reverse(first));
        }
    }

    private void settled(Answered answered, String batch, int times) {
        String setlId = output(answered, "setlinfo", "setl_id");
        if (setlId.isEmpty()) {
            if (times > 1 && world.chance(60)) {
                world.soon(world.between(1_000, 10_000), () -> settle(batch, times - 1));
            }
            return;
        }
        if (world.chance(50)) {
            world.soon(world.between(0, 5_000), () -> pay(setlId));
        }
        if (world.chance(40)) {
            world.soon(
                    world.between(0, 30_000),
                    () -> send(outpatient.cancellation(home, visit, setlId), done -> {
                        if (done.outcome() instanceof Outcome.Succeeded && times > 1) {
                            settle(batch, times - 1);
                        }
                    }));
        }
    }
}
