package io.wutong.http.guard;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.function.BooleanSupplier;

/**
 * What each connection and then each request of one listener passes: the guard is put before the decoder, room is
 * asked for, the target is looked at.
 *
 * <p>Vert.x calls the connection handler when the pipeline is built and before anything was decoded: on accepting in
 * clear text, after the handshake under TLS. That order, and the names of Vert.x's own handlers, are its internals;
 * {@code FramingIT} fails if they change, and so does every connection.
 */
final class Door {

    private static final String DECODER = "httpDecoder";
    private static final String ENCODER = "httpEncoder";
    private static final AttributeKey<Ticket> TICKET = AttributeKey.valueOf("io.wutong.http.guard.ticket");

    /** What a connection knows about its requests. */
    interface Ticket {

        /** Whether the connection's last answer is written, so that a request still decoded must have no effect. */
        boolean expired();

        /** The request was let in; its place is given back when it is over. */
        void admitted(HttpServerRequest request);
    }

    private final HttpLimits limits;
    private final Admission admission;
    private final BooleanSupplier swamped;
    private final Handler<HttpServerRequest> next;

    Door(HttpLimits limits, Admission admission, BooleanSupplier swamped, Handler<HttpServerRequest> next) {
        this.limits = limits;
        this.admission = admission;
        this.swamped = swamped;
        this.next = next;
    }

    void connected(HttpConnection connection) {
        Channel channel = ((ConnectionBase) connection).channel();
        ChannelPipeline pipeline = channel.pipeline();
        Admission.Room room = admission.connected();
        channel.closeFuture().addListener(closed -> admission.disconnected());
        Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
        if (http2 != null) {
            StreamAdmission streams = new StreamAdmission(admission);
            http2.connection().addListener(streams);
            channel.attr(TICKET).set(streams);
        } else if (pipeline.get(DECODER) == null || pipeline.get(ENCODER) == null) {
            // Without a guard in place nobody is served.
            channel.close();
            return;
        } else {
            FramingGuard guard = new FramingGuard(limits, admission, room == Admission.Room.NO, swamped);
            pipeline.addBefore(DECODER, FramingGuard.NAME, guard);
            pipeline.addAfter(ENCODER, AnswerWatch.NAME, new AnswerWatch(guard));
            channel.attr(TICKET).set(guard);
        }
        boolean canSayNo = http2 == null && room == Admission.Room.NO;
        if (room != Admission.Room.YES && !canSayNo) {
            channel.close();
        }
    }

    void handle(HttpServerRequest request) {
        Ticket ticket =
                ((ConnectionBase) request.connection()).channel().attr(TICKET).get();
        if (ticket.expired()) {
            return;
        }
        if (!TargetRules.isPlain(request.uri())) {
            Answers.refuseAndClose(request, Refusal.TARGET);
            return;
        }
        if (!admission.admit()) {
            Answers.refuse(request, Refusal.BUSY);
            return;
        }
        ticket.admitted(request);
        try {
            next.handle(request);
        } catch (RuntimeException e) {
            // nobody would answer any more, and its place would stay taken
            Answers.abort(request);
            throw e;
        }
    }
}
