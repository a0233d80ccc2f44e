package io.wutong.sandbox.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.wutong.http.HospitalListener;
import io.wutong.http.auth.TifSignature;
import io.wutong.sandbox.stand.Patients;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Hospitals, in one thread: keeps connections of HTTP/1.1 open, from run to run, and sends one message at a time on each.
 *
 * <p>Closed loop: the next message goes out when the answer to the one before has come. Open loop: messages go out at
 * fixed times, and an answer's latency counts from the time at which its message was due, however long the sender had to
 * wait for a connection.
 */
final class Load implements AutoCloseable {

    private static final int ANSWER_SECONDS_MAX = 60;
    private static final byte[] SUCCEEDED = "{\"infcode\":0,".getBytes(StandardCharsets.UTF_8);

    /** Of all hospitals of this JVM. */
    private static final AtomicLong NONCE = new AtomicLong();

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final ContextInternal context = ((VertxInternal) vertx).createEventLoopContext();
    private final NetClient client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    /** Those of the run before, for the next one. */
    private final List<Wire> wires = new ArrayList<>();

    private final int port;
    private final LongFunction<byte[]> messages;

    /** @param messages the 2304 of a visit */
    Load(int port, LongFunction<byte[]> messages) {
        this.port = port;
        this.messages = messages;
    }

    /**
     * What came of a run.
     *
     * @param sent how many visits were used, from the first on
     * @param acknowledged answers that say that it succeeded
     * @param perSecond acknowledged within the window, by the second; the window begins after a second, where there are more
     * @param errors the first of the others
     * @param latencyNanos of each, sorted; of an open loop
     * @param refusedNanos of those that were not acknowledged, sorted; of an open loop
     * @param digest of all answers, in whatever order they came
     */
    record Ran(
            long sent,
            long acknowledged,
            double perSecond,
            List<String> errors,
            long[] latencyNanos,
            long[] refusedNanos,
            long digest) {
        double millis(double share) {
            return millis(latencyNanos, share);
        }

        double refusedMillis(double share) {
            return refusedNanos.length == 0 ? 0 : millis(refusedNanos, share);
        }

        private static double millis(long[] sorted, double share) {
            int at = (int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1);
            return sorted[Math.max(0, at)] / 1e6;
        }
    }

    /** As fast as they are answered; what is acknowledged in the first second is not counted. */
    Ran closed(long first, int connections, int seconds) throws TimeoutException {
        return await(new Closed(first, connections, Long.MAX_VALUE, TimeUnit.SECONDS.toNanos(seconds))::start);
    }

    /** A number of visits as fast as they are answered. */
    Ran all(long first, long count, int connections) throws TimeoutException {
        return await(new Closed(first, connections, count, Long.MAX_VALUE)::start);
    }

    /** At a fixed rate; what is acknowledged in the first second is not counted. */
    Ran open(long first, int connections, double perSecond, int seconds) throws TimeoutException {
        return await(new Open(first, connections, perSecond, seconds)::start);
    }

    private Ran await(java.util.function.Supplier<Future<Ran>> run) throws TimeoutException {
        Promise<Ran> promise = Promise.promise();
        context.runOnContext(go -> run.get().onComplete(promise));
        return promise.future().await(10, TimeUnit.MINUTES);
    }

    private Buffer request(long visit) {
        byte[] body = messages.apply(visit);
        String timestamp = Long.toString(System.currentTimeMillis() / 1000);
        String once = "bench-" + ProcessHandle.current().pid() + "-" + Long.toString(NONCE.incrementAndGet(), 36);
        String head = "POST " + HospitalListener.PATH + "/2304 HTTP/1.1\r\nHost: localhost\r\n"
                + "Content-Type: application/json;charset=UTF-8\r\n"
                + TifSignature.PAASID + ": his-" + visit % Patients.INSTITUTIONS + "\r\n"
                + TifSignature.TIMESTAMP + ": " + timestamp + "\r\n"
                + TifSignature.NONCE + ": " + once + "\r\n"
                + TifSignature.SIGNATURE + ": " + TifSignature.sign(timestamp, Patients.TOKEN, once) + "\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        return Buffer.buffer(head.length() + body.length)
                .appendBytes(head.getBytes(StandardCharsets.US_ASCII))
                .appendBytes(body);
    }

    /** Counts and ends a run; lives on the loop. */
    private abstract class Runner {
        final List<String> errors = new ArrayList<>();
        final Promise<Ran> promise = Promise.promise();
        final int connections;
        long next;
        final long first;
        long acknowledged;
        long answered;
        long digest;
        int open;

        Runner(long first, int connections) {
            this.first = first;
            this.next = first;
            this.connections = connections;
        }

        Future<Ran> start() {
            wires.removeIf(wire -> !wire.stands());
            List<Future<Void>> opening = new ArrayList<>();
            for (int more = wires.size(); more < connections; more++) {
                opening.add(client.connect(port, "127.0.0.1")
                        .onSuccess(socket -> wires.add(new Wire(socket)))
                        .mapEmpty());
            }
            Future.all(opening)
                    .onSuccess(all -> begin(wires.subList(0, connections).stream()
                            .map(wire -> wire.with(this::lost))
                            .toList()))
                    .onFailure(promise::tryFail);
            return promise.future();
        }

        abstract void begin(List<Wire> wires);

        /** @return whether it succeeded */
        boolean counted(int status, Buffer body) {
            answered++;
            boolean succeeded = status == 200
                    && body.length() > SUCCEEDED.length
                    && Arrays.equals(body.getBytes(0, SUCCEEDED.length), SUCCEEDED);
            if (succeeded) {
                acknowledged++;
                digest += Arrays.hashCode(body.getBytes());
            } else if (errors.size() < 5) {
                errors.add(status + " " + body);
            }
            return succeeded;
        }

        private void lost(String why) {
            if (errors.size() < 5) {
                errors.add("connection: " + why);
            }
            promise.tryFail(new IllegalStateException(String.valueOf(errors)));
        }

        void end(double perSecond, long[] latencies, long[] refused) {
            promise.tryComplete(new Ran(next - first, acknowledged, perSecond, errors, latencies, refused, digest));
        }
    }

    private final class Closed extends Runner {
        private final long count;
        private final long nanos;
        private long begun;
        private long windowFrom;
        private long inWindow;
        private long lastInWindow;

        /** @param nanos after the first second; with a number of visits that one counts too */
        Closed(long first, int connections, long count, long nanos) {
            super(first, connections);
            this.count = count;
            this.nanos = nanos;
        }

        @Override
        void begin(List<Wire> wires) {
            begun = System.nanoTime();
            windowFrom = count == Long.MAX_VALUE ? begun + TimeUnit.SECONDS.toNanos(1) : begun;
            open = wires.size();
            wires.forEach(this::send);
        }

        private void send(Wire wire) {
            if (System.nanoTime() - windowFrom >= nanos || next - first >= count) {
                if (--open == 0) {
                    end(inWindow * 1e9 / (lastInWindow - windowFrom), new long[0], new long[0]);
                }
                return;
            }
            wire.send(request(next++), (status, body) -> {
                long at = System.nanoTime();
                if (counted(status, body) && at >= windowFrom && at - windowFrom < nanos) {
                    inWindow++;
                    lastInWindow = at;
                }
                send(wire);
            });
        }
    }

    private final class Open extends Runner {
        private final double nanosBetween;
        private final int count;
        /** Made beforehand: what it takes to make them is not the server's to wait for. */
        private final ArrayDeque<Buffer> requests;

        private final long[] latencies;
        private final long[] refused;
        private final long nanos;
        private long inWindow;
        private int refusals;
        private final ArrayDeque<Wire> free = new ArrayDeque<>();
        private long begun;

        Open(long first, int connections, double perSecond, int seconds) {
            super(first, connections);
            this.nanosBetween = 1e9 / perSecond;
            this.nanos = TimeUnit.SECONDS.toNanos(seconds);
            this.count = (int) (perSecond * seconds);
            this.latencies = new long[count];
            this.refused = new long[count];
            this.requests = new ArrayDeque<>(count);
            for (int i = 0; i < count; i++) {
                requests.add(request(first + i));
            }
            System.gc(); // nor is it to wait while they are copied about
        }

        @Override
        void begin(List<Wire> wires) {
            free.addAll(wires);
            begun = System.nanoTime();
            vertx.setPeriodic(1, tick -> {
                sendDue();
                if (answered == count) {
                    vertx.cancelTimer(tick);
                    Arrays.sort(latencies);
                    Arrays.sort(refused, 0, refusals);
                    end(inWindow * 1e9 / (nanos - notCounted()), latencies, Arrays.copyOf(refused, refusals));
                }
            });
        }

        /** Also on each answer: what waits for a connection goes out at once. */
        private void sendDue() {
            long now = System.nanoTime();
            while (!free.isEmpty() && next - first < count && due(next - first) <= now) {
                int index = (int) (next - first);
                next++;
                Wire wire = free.poll();
                wire.send(requests.remove(), (status, body) -> {
                    long at = System.nanoTime();
                    latencies[index] = at - due(index);
                    if (!counted(status, body)) {
                        refused[refusals++] = latencies[index];
                    } else if (at - begun >= notCounted() && at - begun < nanos) {
                        inWindow++;
                    }
                    free.add(wire);
                    sendDue();
                });
            }
        }

        private long notCounted() {
            return Math.min(TimeUnit.SECONDS.toNanos(1), nanos / 2);
        }

        private long due(long index) {
            return begun + (long) (index * nanosBetween);
        }
    }

    @Override
    public void close() throws TimeoutException {
        vertx.close().await(ANSWER_SECONDS_MAX, TimeUnit.SECONDS);
    }
}
