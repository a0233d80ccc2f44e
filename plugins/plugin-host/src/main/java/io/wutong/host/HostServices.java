package io.wutong.host;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.wutong.host.AllowList.Target;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Download;
import io.wutong.spi.HttpCall;
import io.wutong.spi.HttpReply;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Secret;
import io.wutong.spi.SqlCall;
import io.wutong.spi.SqlResult;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one adapter is lent of the machine: an HTTP client that reaches its allow-list only, its databases, a worker, timers, a clock,
 * a masked log, its own secrets. Each has a limit; {@link #close} takes all of it back and ends what is under way.
 */
public final class HostServices implements PluginServices {
    public static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private static final AtomicLong WORKERS = new AtomicLong();
    private static final int RANDOM_BYTES_MAX = 64 * 1024;
    private static final long DOWNLOAD_BYTES_MAX = 1L << 30;
    private static final int DEAD_WAITERS_FACTOR = 8;
    private static final int KEEP_ALIVE_SECONDS = 10;

    private final Vertx vertx;
    private final ClassLoader pluginLoader;
    private final ServiceLimits limits;
    private final AllowList allowed;
    private final Map<String, Secret> secrets;
    private final Clock clock;
    private final Logger log;
    private final SecureRandom random = new SecureRandom();
    private final HttpClientAgent client;
    private final WorkerExecutor worker;
    private final int callsMax;
    private final int tasksMax;

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger tasks = new AtomicInteger();
    private final Map<String, FrontDatabase> databases;
    private final Set<HttpExchange> exchanges = ConcurrentHashMap.newKeySet();
    private final Set<OnLoop<?>> running = ConcurrentHashMap.newKeySet();
    private final Set<FileDownload> files = ConcurrentHashMap.newKeySet();
    private final Set<Long> timers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Opens the services of one adapter on the calling context.
     *
     * @param pluginLoader the context class loader for the adapter's code on workers
     * @param clock set to Asia/Shanghai here
     */
    public HostServices(Vertx vertx, AdapterSpec spec, ClassLoader pluginLoader, Clock clock) {
        this.vertx = vertx;
        this.pluginLoader = pluginLoader;
        this.limits = spec.limits();
        this.allowed = new AllowList(spec.allowedHosts());
        this.secrets = spec.secrets();
        this.clock = clock.withZone(CHINA);
        this.log = new MaskingLogger(
                LoggerFactory.getLogger("wutong.plugin." + spec.name()),
                new Masker(secrets.values()),
                limits.logLinesPerSecond(),
                System::nanoTime);
        this.client = vertx.httpClientBuilder()
                .with(clientOptions(spec))
                .with(new PoolOptions()
                        .setHttp1MaxSize(limits.httpConnectionsMax())
                        // calls that gave up wait on in there, unseen, so the limit that counts is callsMax; taking
                        // them out by RequestOptions.connectTimeout makes 5.0.10 throw when the client is closed
                        .setMaxWaitQueueSize(DEAD_WAITERS_FACTOR * Math.max(1, limits.httpWaitingMax())))
                .build();
        this.databases = spec.databases().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, named -> new FrontDatabase(vertx, spec, named.getValue())));
        this.worker = vertx.createSharedWorkerExecutor(
                "wutong-plugin-" + spec.name() + "-" + WORKERS.incrementAndGet(),
                limits.workerThreads(),
                30,
                TimeUnit.SECONDS);
        this.callsMax = limits.httpConnectionsMax() + limits.httpWaitingMax();
        this.tasksMax = limits.workerThreads() + limits.workerWaitingMax();
    }

    /** With the system's clock, for an adapter whose classes are on the class path. */
    public static HostServices open(Vertx vertx, AdapterSpec spec) {
        ClassLoader loader = HostServices.class.getClassLoader();
        return new HostServices(vertx, spec, loader, Clock.system(CHINA));
    }

    private static HttpClientOptions clientOptions(AdapterSpec spec) {
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setUseAlpn(false)
                .setKeepAlive(spec.limits().httpKeepAlive())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setPipelining(false)
                .setDecompressionSupported(false)
                .setVerifyHost(true)
                .setConnectTimeout(spec.limits().connectTimeoutMillis())
                .setSslHandshakeTimeout(spec.limits().connectTimeoutMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        TlsSpec tls = spec.tls();
        if (tls.trust() != null) {
            options.setTrustOptions(new PemTrustOptions().addCertValue(tls.trust()));
        }
        if (tls.key() != null && tls.certificate() != null) {
            options.setKeyCertOptions(
                    new PemKeyCertOptions().addKeyValue(tls.key()).addCertValue(tls.certificate()));
        }
        return options;
    }

    @Override
    public Future<HttpReply> http(HttpCall call) {
        return exchange(call, limits.answerBytesMax(), null);
    }

    @Override
    public Future<Download> download(HttpCall call) {
        OnLoop<Download> result = OnLoop.of(OnLoop.loopOf(vertx));
        if (closed) {
            return Future.failedFuture(new CallFailure(false, "adapter_closed"));
        }
        FileDownload.create(vertx).onComplete(made -> {
            if (made.failed()) {
                result.fail(new CallFailure(false, "no_disk"));
                return;
            }
            FileDownload file = made.result();
            files.add(file);
            file.onClose(() -> files.remove(file));
            OnLoop.run(
                    result.context(),
                    () -> exchange(call, DOWNLOAD_BYTES_MAX, file.sink())
                            .onSuccess(reply -> result.complete(file.answered(reply.status())))
                            .onFailure(failure -> {
                                file.close();
                                result.fail(failure);
                            }));
            if (closed) {
                file.close();
            }
        });
        return result.future();
    }

    private Future<HttpReply> exchange(HttpCall call, long bytesMax, @Nullable AsyncFile file) {
        Context context = OnLoop.loopOf(vertx);
        if (closed) {
            return Future.failedFuture(new CallFailure(false, "adapter_closed"));
        }
        RequestOptions options;
        try {
            options = requestOptions(call);
        } catch (CallFailure e) {
            return Future.failedFuture(e);
        } catch (RuntimeException e) { // a method or header that HTTP does not allow
            return Future.failedFuture(new CallFailure(false, "bad_request"));
        }
        HttpExchange exchange = new HttpExchange(vertx, context, client, options, call.body(), bytesMax, file);
        if (calls.incrementAndGet() > callsMax) {
            calls.decrementAndGet();
            return Future.failedFuture(new CallFailure(false, "pool_full"));
        }
        exchanges.add(exchange);
        Future<HttpReply> reply = exchange.start(call.timeoutMillis());
        reply.onComplete(ignored -> {
            calls.decrementAndGet();
            exchanges.remove(exchange);
        });
        if (closed) {
            exchange.abandon();
        }
        return reply;
    }

    private RequestOptions requestOptions(HttpCall call) {
        Target target = allowed.check(call.uri());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(call.method()))
                .setSsl(target.tls())
                .setHost(target.host())
                .setPort(target.port())
                .setURI(target.pathAndQuery())
                .setFollowRedirects(false);
        call.headers().forEach(options::putHeader);
        return options;
    }

    @Override
    public Future<List<SqlResult>> sql(SqlCall call) {
        FrontDatabase database = databases.get(call.database());
        if (closed || database == null) {
            return Future.failedFuture(new CallFailure(false, closed ? "adapter_closed" : "database_not_allowed"));
        }
        return database.run(call);
    }

    @Override
    public <T> Future<T> work(Callable<T> task) {
        OnLoop<T> result = OnLoop.of(OnLoop.loopOf(vertx));
        if (closed) {
            return Future.failedFuture(new CallFailure(false, "adapter_closed"));
        }
        if (tasks.incrementAndGet() > tasksMax) {
            tasks.decrementAndGet();
            return Future.failedFuture(new CallFailure(false, "worker_full"));
        }
        running.add(result);
        try {
            worker.executeBlocking(() -> inPlugin(task), false).onComplete(done -> finished(result, done));
        } catch (RejectedExecutionException e) { // closed meanwhile
            finished(result, Future.failedFuture(new CallFailure(false, "adapter_closed")));
        }
        return result.future();
    }

    private <T> void finished(OnLoop<T> result, AsyncResult<T> done) {
        tasks.decrementAndGet();
        running.remove(result);
        if (done.succeeded()) {
            result.complete(done.result());
        } else {
            result.fail(done.cause());
        }
    }

    private <T> T inPlugin(Callable<T> task) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(pluginLoader);
        try {
            return task.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public Future<Void> delay(long millis) {
        OnLoop<Void> result = OnLoop.of(OnLoop.loopOf(vertx));
        OnLoop.run(result.context(), () -> {
            if (!closed) {
                timers.add(vertx.setTimer(Math.max(1, millis), id -> {
                    if (timers.remove(id) && !closed) {
                        result.complete(null);
                    }
                }));
            }
        });
        return result.future();
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Logger log() {
        return log;
    }

    @Override
    public Secret secret(String name) {
        Secret secret = secrets.get(name);
        if (secret == null) {
            throw new IllegalArgumentException("no secret named '" + name + "' is configured for this adapter");
        }
        return secret;
    }

    @Override
    public byte[] random(int length) {
        if (length < 0 || length > RANDOM_BYTES_MAX) {
            throw new IllegalArgumentException("0 to " + RANDOM_BYTES_MAX + " random bytes, not " + length);
        }
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Takes everything back: calls under way fail, delays never complete, connections and threads end. */
    public Future<Void> close() {
        closed = true;
        timers.forEach(vertx::cancelTimer);
        timers.clear();
        exchanges.forEach(HttpExchange::abandon);
        files.forEach(FileDownload::close);
        // work that may have had an effect is not known not to have had it
        running.forEach(task -> task.fail(new CallFailure(true, "adapter_closed")));
        running.clear();
        List<Future<?>> closing = new ArrayList<>(List.of(client.close(), worker.close()));
        databases.values().forEach(database -> closing.add(database.close()));
        return Future.join(closing).mapEmpty();
    }

    /** What is still held; 0 after {@link #close}. */
    public int held() {
        int statements =
                databases.values().stream().mapToInt(FrontDatabase::underWay).sum();
        return timers.size() + exchanges.size() + files.size() + running.size() + statements;
    }

    @Override
    public String toString() {
        return "HostServices[" + log.getName() + "]";
    }
}
