package io.wutong.testkit;

import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a system that behaves and spoils its answers from a given request on. The system has always done what
 * was asked: it is the answer that goes wrong, as in the cases that hurt.
 */
public final class MisbehavingServer implements Front {
    /** What goes wrong. Nobody listening is {@link #refusingPort}. */
    public enum Fault {
        NONE,
        /** No answer, ever. */
        HANG,
        /** The right answer, a few bytes at a time; still in time. */
        SLOW,
        /** The connection is reset after the request was read. */
        RESET,
        /** The connection ends in the middle of the body. */
        TRUNCATED,
        HTTP_500,
        /** 200, and a body that is nothing. */
        GARBAGE,
        /** The right answer with bytes in its middle that no charset has. */
        WRONG_CHARSET,
        /** The right answer, twice. */
        DUPLICATED;

        /** Whether an adapter can and should still find the right answer. */
        public boolean harmless() {
            return this == NONE || this == SLOW || this == DUPLICATED;
        }
    }

    private static final String LATIN = StandardCharsets.ISO_8859_1.name();
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int PIECES = 5;
    private static final long PIECE_MILLIS = 20;

    private final Vertx vertx;
    private final HttpClientAgent upstream;
    private final int upstreamPort;
    private final Set<NetSocket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private @Nullable NetServer server;
    private volatile Fault fault = Fault.NONE;
    private volatile int from;

    private MisbehavingServer(Vertx vertx, int upstreamPort) {
        this.vertx = vertx;
        this.upstreamPort = upstreamPort;
        this.upstream = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
    }

    /** A server on a free port that hands requests on to {@code 127.0.0.1:upstreamPort}. */
    public static Future<MisbehavingServer> inFrontOf(Vertx vertx, int upstreamPort) {
        MisbehavingServer made = new MisbehavingServer(vertx, upstreamPort);
        return vertx.createNetServer(new NetServerOptions().setHost("127.0.0.1").setPort(0))
                .connectHandler(made::accept)
                .listen()
                .map(listening -> {
                    made.server = listening;
                    return made;
                });
    }

    /** A port where nobody listens: below those that a program is given which asks for any, as tests beside this one do. */
    public static int refusingPort() {
        return 1;
    }

    @Override
    public int port() {
        return Objects.requireNonNull(server).actualPort();
    }

    @Override
    public void misbehave(Fault how, int fromRequest) {
        fault = how;
        from = fromRequest;
        requests.set(0);
    }

    @Override
    public int requests() {
        return requests.get();
    }

    @Override
    public int connections() {
        return open.size();
    }

    @Override
    public Future<Void> close() {
        return Future.join(Objects.requireNonNull(server).close(), upstream.close())
                .mapEmpty();
    }

    private void accept(NetSocket socket) {
        open.add(socket);
        socket.closeHandler(ignored -> open.remove(socket));
        socket.exceptionHandler(ignored -> socket.close());
        Buffer[] received = {Buffer.buffer()};
        socket.handler(chunk -> {
            received[0].appendBuffer(chunk);
            RawRequest request = RawRequest.parse(received[0]);
            if (request != null) {
                received[0] = received[0].getBuffer(request.length(), received[0].length());
                int number = requests.getAndIncrement();
                forward(request)
                        .onSuccess(answer -> answer(socket, answer, number >= from ? fault : Fault.NONE))
                        .onFailure(ignored -> socket.close());
            }
        });
    }

    private Future<RawAnswer> forward(RawRequest request) {
        return upstream.request(HttpMethod.valueOf(request.method()), upstreamPort, "127.0.0.1", request.uri())
                .compose(forwarded -> {
                    request.headers().forEach((name, value) -> {
                        if (!Set.of("connection", "content-length").contains(name)) {
                            forwarded.putHeader(name, value);
                        }
                    });
                    return forwarded.send(request.body());
                })
                .compose(reply -> reply.body().map(body -> {
                    StringBuilder head = new StringBuilder();
                    reply.headers().forEach((name, value) -> {
                        if (!Set.of("connection", "content-length", "transfer-encoding")
                                .contains(name.toLowerCase(Locale.ROOT))) {
                            head.append(name).append(": ").append(value).append("\r\n");
                        }
                    });
                    return new RawAnswer(reply.statusCode(), head.toString(), body);
                }));
    }

    private void answer(NetSocket socket, RawAnswer answer, Fault how) {
        switch (how) {
            case NONE -> socket.write(answer.bytes());
            case HANG -> {}
            case SLOW -> drip(socket, answer.bytes());
            case RESET -> reset(socket);
            case TRUNCATED -> {
                Buffer whole = answer.bytes();
                int cut = Math.max(whole.length() - answer.body().length() / 2 - 1, 1);
                socket.end(whole.getBuffer(0, cut));
            }
            case HTTP_500 ->
                socket.write(new RawAnswer(500, "Content-Type: text/html\r\n", Buffer.buffer("<h1>500</h1>")).bytes());
            case GARBAGE ->
                socket.write(new RawAnswer(200, answer.head(), Buffer.buffer(new byte[] {0, 1, 2, '<', '{', 7, -1}))
                        .bytes());
            case WRONG_CHARSET -> {
                int middle = answer.body().length() / 2;
                Buffer spoiled = answer.body()
                        .getBuffer(0, middle)
                        .appendBytes(new byte[] {-1, -2, -1})
                        .appendBuffer(
                                answer.body().getBuffer(middle, answer.body().length()));
                socket.write(new RawAnswer(answer.status(), answer.head(), spoiled).bytes());
            }
            case DUPLICATED -> socket.write(answer.bytes().appendBuffer(answer.bytes()));
        }
    }

    /** A real reset instead of an orderly end: nothing lingers when the channel closes. */
    static void reset(NetSocket socket) {
        ((NetSocketInternal) socket).channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        socket.close();
    }

    private void drip(NetSocket socket, Buffer bytes) {
        int piece = Math.max(1, bytes.length() / PIECES + 1);
        socket.write(bytes.getBuffer(0, Math.min(piece, bytes.length())));
        if (bytes.length() > piece) {
            vertx.setTimer(PIECE_MILLIS, ignored -> drip(socket, bytes.getBuffer(piece, bytes.length())));
        }
    }

    private record RawAnswer(int status, String head, Buffer body) {
        Buffer bytes() {
            return Buffer.buffer()
                    .appendString(
                            "HTTP/1.1 " + status + " X\r\n" + head + "Content-Length: " + body.length() + END_OF_HEAD,
                            LATIN)
                    .appendBuffer(body);
        }
    }

    private record RawRequest(String method, String uri, Map<String, String> headers, Buffer body, int length) {

        /** Null while it is not there as a whole. */
        static @Nullable RawRequest parse(Buffer received) {
            String text = received.toString(LATIN);
            int end = text.indexOf(END_OF_HEAD);
            if (end < 0) {
                return null;
            }
            String[] lines = text.substring(0, end).split("\r\n");
            String[] first = lines[0].split(" ");
            Map<String, String> headers = new LinkedHashMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(':');
                headers.put(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 1).trim());
            }
            int body = end + END_OF_HEAD.length();
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            if (received.length() < body + length) {
                return null;
            }
            return new RawRequest(first[0], first[1], headers, received.getBuffer(body, body + length), body + length);
        }
    }
}
