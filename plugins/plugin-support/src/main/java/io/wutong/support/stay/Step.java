package io.wutong.support.stay;

import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Care;
import io.wutong.spi.Request;

/** One message, its call, and what is remembered of its visit. */
public record Step(Request request, CallContext context, StayState state) {

    public Step with(StayState next) {
        return new Step(request, context, next);
    }

    /** What the place of care says; without it nothing is sent. */
    public Care care() {
        Care care = request.care();
        if (care == null) {
            throw new CallFailure(false, "care_missing");
        }
        return care;
    }

    /** The object below a name of the message's input. */
    public Body input(String name) {
        return request.input().body(name);
    }
}
