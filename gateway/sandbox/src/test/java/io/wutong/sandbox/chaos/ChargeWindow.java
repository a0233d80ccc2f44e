package io.wutong.sandbox.chaos;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.wutong.spi.Body;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A window where insurance and cash are paid in one: the terminal hands in the settlement, the patient pays, and then the
 * gateway settles. A visit's number says what its patient does, and so with what the charge must end.
 */
final class ChargeWindow {

    private static final String CHARGES = "/terminal/v1/charges";

    private static final String BOTH = "BOTH";
    private static final String NEITHER = "NEITHER";

    /** What a patient does. Who pays gets both halves, or his money back when the settlement could not be sent. */
    enum Patient {
        PAYS,
        PAYS_AND_IS_CANCELLED,
        DOES_NOT_PAY,
        /** The clerk settles it by himself before the patient pays: what he pays then goes back. */
        PAYS_WHAT_IS_SETTLED;

        static Patient of(Bill bill) {
            return values()[(int) (bill.number() % values().length)];
        }

        boolean mayEnd(String state) {
            return state.equals(NEITHER) || (state.equals(BOTH) && (this == PAYS || this == PAYS_AND_IS_CANCELLED));
        }

        /** How the order of a charge that has come to an end must end. */
        PaymentWindow.Patient order(String state) {
            return switch (this) {
                case DOES_NOT_PAY -> PaymentWindow.Patient.DOES_NOT_PAY;
                case PAYS ->
                    state.equals(BOTH) ? PaymentWindow.Patient.PAYS : PaymentWindow.Patient.IS_CANCELLED_AND_PAID_BACK;
                default -> PaymentWindow.Patient.IS_CANCELLED_AND_PAID_BACK;
            };
        }
    }

    private final PaymentWindow window;
    private final Hospital hospital;
    private final Map<String, Integer> ended = new ConcurrentHashMap<>();

    ChargeWindow(PaymentWindow window, Hospital hospital) {
        this.window = window;
        this.hospital = hospital;
    }

    /** How many charges have ended as they had to, by state. */
    Map<String, Integer> ended() {
        return new TreeMap<>(ended);
    }

    Future<?> serve(Bill bill) {
        Patient patient = Patient.of(bill);
        Sent settlement = Hospital.made(bill, 0, "2304", Hospital.settlement(bill));
        return hospital.show(bill)
                .compose(shown -> place(bill, shown, settlement))
                .compose(orderNo -> window.state(bill, orderNo, "OPEN")
                        .compose(open -> does(bill, orderNo, patient))
                        .compose(done -> ends(bill, settlement, patient))
                        .compose(state -> {
                            window.expect(orderNo, patient.order(state));
                            return after(bill, settlement, patient, state)
                                    .compose(done -> window.state(bill, orderNo, patient.order(state).end));
                        }));
    }

    /** The terminal asks again when it is told nothing: the same charge is placed once. */
    private Future<String> place(Bill bill, Sent shown, Sent settlement) {
        Body asked = Body.builder()
                .put("presettled_msgid", shown.msgid)
                .put("channel", PaymentWindow.CHANNEL)
                .put("message", new String(settlement.body, StandardCharsets.UTF_8))
                .build();
        return window.until(
                        () -> window.send(bill, HttpMethod.POST, CHARGES, asked),
                        charge -> !charge.textOr("order_no", "").isEmpty())
                .map(charge -> charge.textOr("order_no", ""));
    }

    private Future<?> does(Bill bill, String orderNo, Patient patient) {
        return switch (patient) {
            case PAYS, PAYS_AND_IS_CANCELLED -> window.payAsSoonAsItIsThere(orderNo);
            case DOES_NOT_PAY -> window.closed(bill, orderNo);
            case PAYS_WHAT_IS_SETTLED ->
                hospital.deliver(hospital.message(bill, 1, "2304", Hospital.settlement(bill)))
                        .compose(settled -> window.payAsSoonAsItIsThere(orderNo));
        };
    }

    private Future<String> ends(Bill bill, Sent settlement, Patient patient) {
        return window.until(
                        () -> window.send(bill, HttpMethod.GET, CHARGES + "/" + settlement.msgid, Body.EMPTY),
                        charge -> patient.mayEnd(charge.textOr("state", "")))
                .map(charge -> charge.textOr("state", ""))
                .onSuccess(state -> ended.merge(patient + " " + state, 1, Integer::sum));
    }

    /** The hospital asks for what was settled in its name, and may take it back; nobody has sent what was not paid. */
    private Future<?> after(Bill bill, Sent settlement, Patient patient, String state) {
        if (patient == Patient.DOES_NOT_PAY) {
            return Future.succeededFuture();
        }
        bill.sent().add(settlement);
        Future<Sent> told = hospital.deliver(settlement);
        return patient == Patient.PAYS_AND_IS_CANCELLED && state.equals(BOTH)
                ? told.compose(done -> hospital.cancel(bill, done))
                : told;
    }
}
