package io.wutong.region.nhsa;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Download;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Request;
import io.wutong.support.Session;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Sends a transaction and reads its output; under the institution's sign-in number (9001), which is kept and renewed when
 * an answer says that it has expired, where the region wants one.
 */
final class SignedIn {

    private static final int SIGN_INS_MAX = 10_000;

    private final NhsaConfig config;
    private final Transport transport;
    private final Envelopes envelopes;
    private final Map<String, Session> signIns = new ConcurrentHashMap<>();

    SignedIn(NhsaConfig config, PluginServices services) {
        this.config = config;
        transport = new Transport(config, services);
        envelopes = new Envelopes(config, services.clock());
    }

    /** The request's own transaction. */
    Future<Body> send(Request request, Body input, CallContext context) {
        return send(request.infno(), request, signNo -> envelopes.of(request, input, signNo), context);
    }

    /** A question of our own about it, under a message id of its own. */
    Future<Body> ask(String infno, Request request, Body data, CallContext context) {
        return askWhole(infno, request, Body.of("data", data), context);
    }

    /** As above, with the whole input. */
    Future<Body> askWhole(String infno, Request request, Body input, CallContext context) {
        return send(infno, request, signNo -> envelopes.own(infno, request, input, signNo), context);
    }

    private Future<Body> send(String infno, Request request, Function<String, Body> envelope, CallContext context) {
        return signedIn(
                        request,
                        signNo -> transport.send(infno, envelope.apply(signNo), context),
                        Reply::signInExpired,
                        context)
                .map(this::output);
    }

    /** 9102, whose answer is a file; who asked for it closes it. */
    Future<Download> file(Request request, Body input, CallContext context) {
        return signedIn(
                request,
                signNo -> transport.file("9102", envelopes.own("9102", request, input, signNo), context),
                file -> false,
                context);
    }

    private <T> Future<T> signedIn(
            Request request, Function<String, Future<T>> call, Predicate<T> expired, CallContext context) {
        if (!config.signIn()) {
            return call.apply("");
        }
        if (signIns.size() > SIGN_INS_MAX) {
            signIns.clear();
        }
        return signIns.computeIfAbsent(
                        request.fixmedinsCode(),
                        code -> new Session(
                                () -> signIn(request, context), config.signInLifeSeconds(), System::nanoTime))
                .use(call, expired);
    }

    private Body output(Reply reply) {
        return reply.orRefusal(config.minusOneUnknown()).output(transport.clientId());
    }

    /** 9001; what fails here was before the transaction. */
    private Future<String> signIn(Request request, CallContext context) {
        Body input = Body.of(
                "signIn",
                Body.builder()
                        .put("opter_no", request.opter())
                        .put("mac", "")
                        .put("ip", "127.0.0.1")
                        .build());
        return transport
                .send("9001", envelopes.own("9001", request, input, ""), context)
                .map(reply -> output(reply)
                        .body("signinoutb")
                        .text("sign_no")
                        .orElseThrow(() -> new CallFailure(true, "no_sign_no")))
                .recover(failure -> Future.failedFuture(new CallFailure(
                        false, "sign_in." + (failure instanceof CallFailure call ? call.shortCause() : "refused"))));
    }
}
