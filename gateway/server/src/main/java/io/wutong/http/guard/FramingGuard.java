package io.wutong.http.guard;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerRequest;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the HTTP/1 decoder of one connection, behind TLS, and lets only bytes through whose framing has one
 * reading, in time.
 *
 * <pre>
 *   socket ▶ [ssl] ▶ FramingGuard ▶ httpDecoder … handler
 *   socket ◀ [ssl] ◀ FramingGuard ◀ httpEncoder ◀ AnswerWatch ◀ … handler
 *
 *   PASSING ──bad bytes──▶ REFUSING ──earlier answers are out──▶ LINGERING ──▶ closed
 *      │  └──────────────"Connection: close" was answered─────────▲
 *      └──101──▶ SWITCHED (a WebSocket: no longer ours)
 * </pre>
 *
 * A listener that is swamped or has no place left answers 503 here: what comes on a connection that is owed no answer is
 * not even decoded.
 * The connection goes on.
 *
 * <p>A refusal waits until the requests before it on the same connection are answered, so that no answer is taken for
 * another's. Then the socket lingers: our side is shut, what still arrives is thrown away for a moment, so that the
 * client reads the answer instead of a reset.
 */
final class FramingGuard extends ChannelDuplexHandler implements Door.Ticket {

    static final String NAME = "framingGuard";

    private static final long LINGER_MILLIS = 1_000;
    private static final long LINGER_BYTES_MAX = 1024 * 1024;

    private enum Phase {
        PASSING,
        REFUSING,
        LINGERING,
        SWITCHED
    }

    private final HttpLimits limits;
    private final Admission admission;
    private final boolean full;
    private final BooleanSupplier swamped;
    private final FramingScanner scanner;

    // set when the guard joins the pipeline, before anything else is called
    @SuppressWarnings("NullAway.Init")
    private ChannelHandlerContext self;

    private Phase phase = Phase.PASSING;
    private @Nullable Refusal refusal;
    private boolean refusedInBody;
    private boolean silent = true;
    /** What comes belongs to a message that is not passed on. */
    private boolean shedding;
    /** That message has its 503. */
    private boolean shedAnswered;

    private int unanswered;
    private boolean answerBegun;
    private boolean admitted;
    private long lingerBytes;

    private boolean timerSet;
    private long timedMessage;
    private long messageBegunNanos;

    /**
     * @param full whether there is no room for this connection, and its first bytes shall be answered so
     * @param swamped whether what comes now is refused before it is decoded
     */
    FramingGuard(HttpLimits limits, Admission admission, boolean full, BooleanSupplier swamped) {
        this.limits = limits;
        this.admission = admission;
        this.full = full;
        this.swamped = swamped;
        this.scanner = new FramingScanner(limits.bodyBytesMax());
    }

    // ---- what comes in

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        self = ctx;
        messageBegunNanos = System.nanoTime();
        setTimer(ctx, full ? LINGER_MILLIS : limits.headMillisMax());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        silent = false;
        if (phase == Phase.SWITCHED) {
            ctx.fireChannelRead(msg);
        } else if (phase != Phase.PASSING || !(msg instanceof ByteBuf buffer)) {
            discard(ctx, msg);
        } else if (full) {
            discard(ctx, buffer);
            refuse(ctx, Refusal.BUSY, false);
        } else {
            inspect(ctx, buffer);
        }
    }

    private void inspect(ChannelHandlerContext ctx, ByteBuf buffer) {
        boolean sheds = shedding || (unanswered == 0 && !scanner.inMessage() && posts(buffer) && noRoom());
        long begun = scanner.messagesBegun() + (shedding ? 0 : 1);
        Refusal found = scanner.scan(buffer);
        if (sheds) {
            buffer.release();
            shed(ctx, scanner.messagesBegun() > begun ? Refusal.BUSY : found);
            return;
        }
        unanswered += scanner.headsEnded();
        if (found == null) {
            watchTheClock(ctx);
            ctx.fireChannelRead(buffer);
            return;
        }
        phase = Phase.REFUSING;
        int passed = scanner.safeEnd() - buffer.readerIndex();
        if (passed > 0) {
            ctx.fireChannelRead(buffer.readRetainedSlice(passed));
        }
        buffer.release();
        refuse(ctx, found, scanner.refusedInBody());
    }

    private boolean noRoom() {
        return admission.full() || swamped.getAsBoolean();
    }

    /** No answer to a HEAD may have a body, so nothing else is answered here. */
    private static boolean posts(ByteBuf buffer) {
        return buffer.isReadable() && buffer.getByte(buffer.readerIndex()) == 'P';
    }

    /** @param end what ends the connection: bad bytes, or a second message behind one that was not passed on */
    private void shed(ChannelHandlerContext ctx, @Nullable Refusal end) {
        if (!shedAnswered && scanner.headsEnded() > 0) {
            admission.turnAway();
            ctx.writeAndFlush(RawAnswer.notNow());
            shedAnswered = true;
        }
        shedding = scanner.inMessage();
        if (end != null) {
            refuse(ctx, end, shedAnswered && scanner.refusedInBody());
            return;
        }
        if (shedding) {
            watchTheClock(ctx);
        } else {
            shedAnswered = false;
        }
        IdleStateHandler idle = ctx.pipeline().get(IdleStateHandler.class);
        if (idle != null) { // it stands further in and has seen nothing
            idle.resetReadTimeout();
        }
    }

    private void discard(ChannelHandlerContext ctx, Object msg) {
        lingerBytes += msg instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        ReferenceCountUtil.release(msg);
        if (lingerBytes > LINGER_BYTES_MAX) {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        release();
        ctx.fireChannelInactive();
    }

    // ---- deadlines: one timer per connection, set only while a message is incomplete

    private void watchTheClock(ChannelHandlerContext ctx) {
        if (!scanner.inMessage()) {
            return;
        }
        if (timedMessage != scanner.messagesBegun()) {
            timedMessage = scanner.messagesBegun();
            messageBegunNanos = System.nanoTime();
        }
        if (!timerSet) {
            setTimer(ctx, limits.headMillisMax());
        }
    }

    private void setTimer(ChannelHandlerContext ctx, long millis) {
        timerSet = true;
        ctx.executor().schedule(() -> timeIsUp(ctx), Math.max(1, millis), TimeUnit.MILLISECONDS);
    }

    private void timeIsUp(ChannelHandlerContext ctx) {
        timerSet = false;
        Channel channel = ctx.channel();
        if (!channel.isActive() || phase != Phase.PASSING) {
            return;
        }
        if (silent) {
            ctx.close();
            return;
        }
        if (!scanner.inMessage()) {
            return;
        }
        if (!channel.config().isAutoRead()) {
            // it is we who do not read: the sender is not to blame
            messageBegunNanos = System.nanoTime();
        }
        long sinceMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - messageBegunNanos);
        long leftMillis = (scanner.inHead() ? limits.headMillisMax() : limits.messageMillisMax()) - sinceMillis;
        if (leftMillis > 0) {
            setTimer(ctx, leftMillis);
        } else {
            refuse(ctx, Refusal.TOO_SLOW, !scanner.inHead());
        }
    }

    // ---- the end of a connection

    private void refuse(ChannelHandlerContext ctx, Refusal why, boolean inBody) {
        if (phase == Phase.LINGERING) {
            // an answer just given to what came before was the last one already
            return;
        }
        phase = Phase.REFUSING;
        refusal = why;
        refusedInBody = inBody;
        ctx.channel().config().setAutoRead(true);
        answerWhenItsTurn(ctx);
    }

    private void answerWhenItsTurn(ChannelHandlerContext ctx) {
        if (phase != Phase.REFUSING || refusal == null || unanswered > (refusedInBody ? 1 : 0)) {
            return;
        }
        boolean mayAnswer = !answerBegun && (!refusedInBody || unanswered == 1);
        phase = Phase.LINGERING;
        if (mayAnswer) {
            ctx.write(RawAnswer.of(refusal));
        }
        linger(ctx);
    }

    /** Everything written so far goes out, then our side is shut; theirs is drained until they close or time is up. */
    private static void linger(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(flushed -> shutOutput(ctx));
        ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static void shutOutput(ChannelHandlerContext ctx) {
        SslHandler ssl = ctx.pipeline().get(SslHandler.class);
        if (ssl != null) {
            ssl.closeOutbound();
        } else if (ctx.channel() instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }

    // ---- what goes out

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (phase == Phase.LINGERING) {
            // the last answer of this connection is written
            ReferenceCountUtil.release(msg);
            promise.tryFailure(new ClosedChannelException());
        } else {
            ctx.write(msg, promise);
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (phase == Phase.LINGERING && ctx.channel().isActive()) {
            ctx.channel().closeFuture().addListener(closed -> promise.trySuccess());
        } else {
            ctx.close(promise);
        }
    }

    /** Whether the next answer is to be this connection's last. */
    boolean leaving() {
        return admission.leaving();
    }

    /** An answer's head is about to be written. */
    void answerBegins(boolean switches) {
        answerBegun = true;
        if (switches && phase == Phase.PASSING) {
            phase = Phase.SWITCHED;
        }
    }

    /** An answer is written whole; the connection ends with it if it says so, or if a refusal waits for it. */
    void answerEnded(boolean lastOne) {
        answerBegun = false;
        unanswered--;
        release();
        if (lastOne && (phase == Phase.PASSING || phase == Phase.REFUSING)) {
            phase = Phase.LINGERING;
            self.channel().config().setAutoRead(true);
            linger(self);
        } else {
            answerWhenItsTurn(self);
        }
    }

    // ---- admission

    @Override
    public boolean expired() {
        return phase == Phase.LINGERING;
    }

    /** HTTP/1 handles one request at a time, so one flag will do. */
    @Override
    public void admitted(HttpServerRequest request) {
        admitted = true;
    }

    private void release() {
        if (admitted) {
            admitted = false;
            admission.answered();
        }
    }
}
