package io.wutong.channel.wechatpay;

import io.vertx.core.Future;
import io.wutong.spi.CallContext;
import io.wutong.spi.Outcome;
import io.wutong.spi.PayOrder;
import io.wutong.spi.PayPrompt;
import io.wutong.spi.PaymentStatus;
import java.util.regex.Pattern;

/** Payment by the patient's code (付款码): version 2, or version 3 where the merchant has been given it. */
interface ScannedCodes {

    /** 18 digits that begin with 10 to 15. */
    Pattern CODE = Pattern.compile("1[0-5]\\d{16}");

    Future<Outcome<PayPrompt>> pay(PayOrder order, CallContext context);

    Future<Outcome<PaymentStatus>> query(PayOrder order, CallContext context);

    /** A code's order cannot be closed, only undone, and not before 15 seconds have gone. */
    Future<Outcome<Void>> reverse(PayOrder order, CallContext context);
}
