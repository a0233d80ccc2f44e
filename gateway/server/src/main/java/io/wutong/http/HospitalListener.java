package io.wutong.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.envelope.Refusal;
import io.wutong.envelope.Suspension;
import io.wutong.envelope.Transaction;
import io.wutong.exchange.Answered;
import io.wutong.exchange.Arrival;
import io.wutong.exchange.Exchanges;
import io.wutong.exchange.Nonce;
import io.wutong.http.auth.NonceClaim;
import io.wutong.http.auth.SignedHeaders;
import io.wutong.http.auth.Sm2Keys;
import io.wutong.http.auth.Sm2Signature;
import io.wutong.http.auth.TifSignature;
import io.wutong.http.auth.Verified;
import io.wutong.http.guard.BodyRead;
import io.wutong.http.guard.BodyReader;
import io.wutong.port.Clock;
import io.wutong.port.Random;
import io.wutong.spi.Outcome;
import io.wutong.topology.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code POST /fsi/api/rsfComIfsService/callService[/{infno}]}: hospitals' HIS speak the national interface.
 *
 * <p>Order of checks: framing and size (the guard), signature, body, form, whom the account may speak for; before the
 * account is known nothing is stored.
 */
public final class HospitalListener {

    /** The national front-end's path. */
    public static final String PATH = "/fsi/api/rsfComIfsService/callService";

    /** What is served, as {@code api-spec/openapi/hospital.yaml} says it. */
    static final Routes<String> ROUTES =
            new Routes<String>().on(HttpMethod.POST, PATH, "any").on(HttpMethod.POST, PATH + "/{infno}", "named");

    private final Vertx vertx;
    private final Clock clock;
    private final Random random;
    private final Exchanges exchanges;
    private final Refused refused;
    private final Quota inFlight = new Quota(64);
    private final Map<String, Account> accounts = new HashMap<>();

    public HospitalListener(
            Vertx vertx, Clock clock, Random random, Exchanges exchanges, Refused refused, Iterable<Account> accounts) {
        this.vertx = vertx;
        this.clock = clock;
        this.random = random;
        this.exchanges = exchanges;
        this.refused = refused;
        accounts.forEach(account -> this.accounts.put(account.paasid(), account));
    }

    public boolean serves(String path) {
        return !ROUTES.allowed(path).isEmpty();
    }

    public void handle(HttpServerRequest request) {
        long started = clock.nanos();
        if (request.method() != HttpMethod.POST) {
            HttpAnswers.refuseMethod(request, ROUTES.allowed(request.path()));
            return;
        }
        Verified<NonceClaim> who = TifSignature.read(request.headers()).then(this::verify);
        if (!(who instanceof Verified.Valid<NonceClaim> valid)) {
            refuseCaller(request, ((Verified.Invalid<NonceClaim>) who).reason());
            return;
        }
        BodyReader.read(request, BodyReader.MESSAGE_BYTES_MAX).onSuccess(read -> {
            if (read instanceof BodyRead.Complete complete) {
                message(request, valid.value(), complete.body(), started);
            }
        });
    }

    private Verified<NonceClaim> verify(SignedHeaders claimed) {
        Account account = accounts.get(claimed.caller());
        return TifSignature.verify(
                claimed, account == null ? null : account.token(), clock.now().getEpochSecond());
    }

    private static void refuseCaller(HttpServerRequest request, Verified.Reason reason) {
        if (reason == Verified.Reason.TIMESTAMP_OUTSIDE_WINDOW) {
            HttpAnswers.refuse(request, 401, Fault.CLOCK, SignedHeaders.WINDOW_SECONDS);
        } else {
            HttpAnswers.refuse(request, 401, Fault.ACCOUNT);
        }
    }

    private void message(HttpServerRequest request, NonceClaim claim, Buffer body, long started) {
        Account account = accounts.get(claim.caller());
        if (account == null) {
            HttpAnswers.refuse(request, 401, Fault.ACCOUNT);
            return;
        }
        byte[] bytes = body.getBytes();
        Nonce nonce = nonce(claim);
        Envelope envelope;
        try {
            envelope = Envelope.read(bytes);
            requireBound(account, envelope, request.path());
        } catch (Refusal refusal) {
            refused.journal(account.paasid(), nonce, bytes, refusal).onComplete(done -> answer(request, done.result()));
            return;
        }
        if (account.signingKey() != null) {
            String key = account.signingKey();
            vertx.executeBlocking(() -> signedBy(key, envelope), false).onComplete(signed -> {
                if (signed.succeeded() && signed.result()) {
                    take(request, envelope, nonce, started);
                } else {
                    refused.journal(account.paasid(), nonce, bytes, Fault.ACCOUNT.refusal())
                            .onComplete(done -> answer(request, done.result()));
                }
            });
            return;
        }
        take(request, envelope, nonce, started);
    }

    private void requireBound(Account account, Envelope envelope, String path) {
        if (!account.institutions().contains(envelope.fixmedinsCode())) {
            throw Fault.BINDING.refusal(envelope.fixmedinsCode());
        }
        if (Transaction.ourOwn(envelope.infno())) {
            throw Fault.INFNO.refusal(envelope.infno());
        }
        if (path.length() > PATH.length() && !path.substring(PATH.length() + 1).equals(envelope.infno())) {
            throw Fault.FIELD.refusal("infno", "与请求路径不符");
        }
    }

    /** Whether a message that came by another way bears the signature that its institution's accounts have to give. */
    public Future<Boolean> signed(Envelope envelope) {
        List<Account> bound = accounts.values().stream()
                .filter(account -> account.institutions().contains(envelope.fixmedinsCode()))
                .toList();
        if (bound.isEmpty() || bound.stream().anyMatch(account -> account.signingKey() == null)) {
            return Future.succeededFuture(true);
        }
        return vertx.executeBlocking(
                () -> bound.stream().anyMatch(account -> signedBy(String.valueOf(account.signingKey()), envelope)),
                false);
    }

    private static boolean signedBy(String key, Envelope envelope) {
        return Sm2Signature.withDefaultUserId()
                        .verify(InputBytes.of(envelope.bytes()), envelope.cainfo(), Sm2Keys.publicKey(key))
                instanceof Verified.Valid;
    }

    private void take(HttpServerRequest request, Envelope envelope, Nonce nonce, long started) {
        String institution = envelope.fixmedinsCode();
        if (!inFlight.enter(institution)) {
            HttpAnswers.refuse(request, 503, Fault.BUSY);
            return;
        }
        Optional<Node> entry = exchanges.directory().get().topology().find(institution);
        if (entry.isEmpty()) {
            inFlight.leave(institution);
            refused.journal(institution, nonce, envelope.bytes(), Fault.INSTITUTION.refusal(institution))
                    .onComplete(done -> answer(request, done.result()));
            return;
        }
        String traceId = random.hex(32);
        exchanges
                .receive(new Arrival(
                        entry.get(),
                        false,
                        envelope,
                        envelope.homeArea(),
                        null,
                        traceId,
                        started + Exchanges.HOSPITAL_MILLIS * 1_000_000,
                        1,
                        0,
                        nonce))
                .onComplete(ended -> {
                    inFlight.leave(institution);
                    if (ended.succeeded()) {
                        answer(request, ended.result());
                    } else {
                        HttpAnswers.broken(request, traceId);
                    }
                });
    }

    private static void answer(HttpServerRequest request, Answered answered) {
        Suspension.seconds(answered.outcome()).ifPresent(seconds -> HttpAnswers.retryAfter(request, seconds));
        HttpAnswers.bytes(request, answered.outcome() instanceof Outcome.NotSent ? 503 : 200, answered.bytes());
    }

    private Nonce nonce(NonceClaim claim) {
        return new Nonce(
                "account:" + claim.caller(),
                claim.nonce(),
                Long.toString(claim.timestampSeconds() / 3600),
                clock.now());
    }
}
