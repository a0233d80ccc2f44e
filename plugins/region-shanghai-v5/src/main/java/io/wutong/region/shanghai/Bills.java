package io.wutong.region.shanghai;

import io.vertx.core.Future;
import io.wutong.spi.CallFailure;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.StayState;
import io.wutong.support.stay.Step;
import io.wutong.support.stay.Summary;
import java.util.List;

/** The bill of a stay: SN01 uploads its rows and gives it a number, SN02 withdraws it by that number. */
final class Bills {

    private final FrontMachine machine;
    private final Contents contents;

    Bills(FrontMachine machine, Contents contents) {
        this.machine = machine;
        this.contents = contents;
    }

    Future<StayState> upload(Step step, List<Summary.Row> sums) {
        return machine.call("SN01", contents.rows(step, sums), step).map(answer -> {
            String number = answer.text(Contents.BILL).orElseThrow(() -> new CallFailure(true, "answer_bill"));
            return step.state().with(Contents.BILL, number);
        });
    }

    /** Nothing to withdraw when the bill's number was never learnt; one that cannot be withdrawn is not quoted again. */
    Future<?> withdraw(Step step) {
        String bill = step.state().text(Contents.BILL).orElse("");
        return bill.isEmpty()
                ? Future.succeededFuture()
                : machine.call(
                                "SN02",
                                contents.card(step).put(Contents.BILL, bill).build(),
                                step)
                        .recover(failure ->
                                failure instanceof Refusal ? Future.succeededFuture() : Future.failedFuture(failure));
    }
}
