package io.wutong.exchange;

import io.wutong.envelope.Envelope;
import io.wutong.port.Clock;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** 9001 and 9002: an operator signs in and out; answered at the place of care, the journal's row is the record. */
public final class SignIn implements CareSide {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final boolean in;

    private SignIn(boolean in) {
        this.in = in;
    }

    public static SignIn in() {
        return new SignIn(true);
    }

    public static SignIn out() {
        return new SignIn(false);
    }

    @Override
    public Needs needs(Message message) {
        return Needs.NONE;
    }

    @Override
    public Step before(Message message, Rows rows) {
        String time = SECONDS.format(LocalDateTime.ofInstant(message.receivedAt(), Clock.ZONE));
        if (in) {
            Envelope.required(message.data("signIn"), "opter_no");
            String signNo = message.care().area() + "QD" + message.serial();
            Body out =
                    Body.builder().put("sign_no", signNo).put("sign_time", time).build();
            return new Step.Answer(Body.of("signinoutb", out), List.of(), signNo);
        }
        Envelope.required(message.data("signOut"), "sign_no");
        return Step.answer(Body.of("signoutoutb", Body.of("sign_time", io.wutong.spi.Value.text(time))), List.of());
    }
}
