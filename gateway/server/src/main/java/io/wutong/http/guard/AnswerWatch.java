package io.wutong.http.guard;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;

/** Sees each answer of one connection before it is encoded, and tells the guard when one begins and ends. */
final class AnswerWatch extends ChannelOutboundHandlerAdapter {

    static final String NAME = "answerWatch";

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int FIRST_FINAL_STATUS = 200;

    private final FramingGuard guard;
    private boolean interim;
    private boolean lastOne;

    AnswerWatch(FramingGuard guard) {
        this.guard = guard;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (msg instanceof HttpResponse response) {
            int status = response.status().code();
            boolean switches = status == SWITCHING_PROTOCOLS;
            interim = status < FIRST_FINAL_STATUS && !switches;
            if (!interim) {
                if (!switches && guard.leaving()) {
                    response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
                }
                lastOne |= response.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
                guard.answerBegins(switches);
            }
        }
        // an interim answer such as 100 is followed by the real one
        boolean ends = msg instanceof LastHttpContent && !interim;
        if (msg instanceof LastHttpContent) {
            interim = false;
        }
        ctx.write(msg, promise);
        if (ends) {
            guard.answerEnded(lastOne);
        }
    }
}
