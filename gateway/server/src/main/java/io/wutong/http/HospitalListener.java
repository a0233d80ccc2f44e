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
import io.wutong.exchange.Directory;
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
import io.wutong.reference.Downloads;
import io.wutong.spi.Outcome;
import io.wutong.topology.Node;
import io.wutong.topology.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code POST /fsi/api/rsfComIfsService/callService[/{infno}]}: hospitals' HIS speak the national interface, and so does
 * the platform above a node of ours, for institutions that we do not know and persons that we do ({@link Platforms}).
 *
 * <p>Order of checks: framing and size (the guard), whether the store keeps up, signature, body, form, whom the account may
 * speak for; before the account is known nothing is stored.
 */
public final class HospitalListener {

    /** The national front-end's path. */
    public static final String PATH = "/fsi/api/rsfComIfsService/callService";

    /** What is served, as {@code api-spec/openapi/hospital.yaml} says it. */
    static final Routes<String> ROUTES =
            new Routes<String>().on(HttpMethod.POST, PATH, "any").on(HttpMethod.POST, PATH + "/{infno}", "named");

    private static final String FILE = "9102";
    private static final String ALL = "";
    private static final int FILES_MAX = 8;

    private final Vertx vertx;
    private final Clock clock;
    private final Random random;
    private final Exchanges exchanges;
    private final Refused refused;
    /** Each holds a copy of its file. */
    private final Quota files = new Quota(1);

    private final Quota allFiles = new Quota(FILES_MAX);
    private final Quota inFlight = new Quota(64);
    private final Quota fromPlatforms = new Quota(1_000);
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
        return ROUTES.serves(path);
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
        Call call = new Call(request, account, nonce(claim), started);
        Envelope envelope;
        Node entry;
        try {
            envelope = Envelope.read(bytes);
            requireServed(envelope, request.path());
            entry = entry(account, envelope);
        } catch (Refusal refusal) {
            refuse(call, bytes, refusal);
            return;
        }
        if (account.signingKey() != null) {
            String key = account.signingKey();
            vertx.executeBlocking(() -> signedBy(key, envelope), false).onComplete(signed -> {
                if (signed.succeeded() && signed.result()) {
                    take(call, envelope, entry);
                } else {
                    refuse(call, bytes, Fault.ACCOUNT.refusal());
                }
            });
            return;
        }
        take(call, envelope, entry);
    }

    /** One request, its caller known. */
    private record Call(HttpServerRequest request, Account account, Nonce nonce, long started) {}

    private void refuse(Call call, byte[] bytes, Refusal refusal) {
        refused.journal(call.account().paasid(), call.nonce(), bytes, refusal)
                .onComplete(done -> answer(call, done.result()));
    }

    /** Where the message enters, once it is clear that the account may bring it there. */
    private Node entry(Account account, Envelope envelope) {
        Topology topology = exchanges.directory().get().topology();
        if (account.platform() != null) {
            return Platforms.entry(account.platform(), envelope, topology);
        }
        if (!account.institutions().contains(envelope.fixmedinsCode())) {
            throw Fault.BINDING.refusal(envelope.fixmedinsCode());
        }
        return topology.find(envelope.fixmedinsCode())
                .orElseThrow(() -> Fault.INSTITUTION.refusal(envelope.fixmedinsCode()));
    }

    private static void requireServed(Envelope envelope, String path) {
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

    private void take(Call call, Envelope envelope, Node entry) {
        boolean platform = call.account().platform() != null;
        Quota quota = platform ? fromPlatforms : inFlight;
        String who = platform ? call.account().paasid() : envelope.fixmedinsCode();
        if (!quota.enter(who)) {
            HttpAnswers.refuse(call.request(), 503, Fault.BUSY);
            return;
        }
        if (envelope.infno().equals(FILE) && !enterFile(call, envelope.fixmedinsCode())) {
            quota.leave(who);
            HttpAnswers.refuse(call.request(), 503, Fault.BUSY);
            return;
        }
        String traceId = random.hex(32);
        exchanges
                .receive(new Arrival(
                        entry,
                        platform ? Arrival.From.PLATFORM : Arrival.From.INSTITUTION,
                        envelope,
                        envelope.homeArea(),
                        null,
                        traceId,
                        call.started() + (platform ? Platforms.ANSWER_MILLIS : Exchanges.HOSPITAL_MILLIS) * 1_000_000,
                        1,
                        0,
                        call.nonce()))
                .onComplete(ended -> {
                    quota.leave(who);
                    if (ended.succeeded()) {
                        answerWhole(call, envelope, entry, ended.result());
                    } else {
                        HttpAnswers.broken(call.request(), traceId);
                    }
                });
    }

    /** A place for a download, until its last byte is written. */
    private boolean enterFile(Call call, String institution) {
        if (!files.enter(institution)) {
            return false;
        }
        if (!allFiles.enter(ALL)) {
            files.leave(institution);
            return false;
        }
        HttpAnswers.whenOver(call.request(), () -> {
            files.leave(institution);
            allFiles.leave(ALL);
        });
        return true;
    }

    /** 9102 is answered with the file itself; a refusal stays a message. */
    private void answerWhole(Call call, Envelope envelope, Node entry, Answered answered) {
        if (!envelope.infno().equals(FILE) || !(answered.outcome() instanceof Outcome.Succeeded)) {
            answer(call, answered);
            return;
        }
        Directory directory = exchanges.directory().get();
        String area = directory.topology().parent(entry).map(Node::area).orElse(entry.area());
        Downloads.file(directory, area, envelope.data("fsDownloadIn").textOr("file_qury_no", ""))
                .ifPresentOrElse(
                        file -> HttpAnswers.file(call.request(), file),
                        // the list has changed between the answer and this moment
                        () -> HttpAnswers.refuse(call.request(), 503, Fault.BUSY));
    }

    private void answer(Call call, Answered answered) {
        HttpServerRequest request = call.request();
        String key = call.account().answerKey();
        int status = answered.outcome() instanceof Outcome.NotSent ? 503 : 200;
        Suspension.seconds(answered.outcome()).ifPresent(seconds -> HttpAnswers.retryAfter(request, seconds));
        if (key == null) {
            HttpAnswers.bytes(request, status, answered.bytes());
            return;
        }
        vertx.executeBlocking(() -> Platforms.signed(answered.bytes(), key), false)
                .onSuccess(bytes -> HttpAnswers.bytes(request, status, bytes))
                .onFailure(failure -> HttpAnswers.broken(request, ""));
    }

    private Nonce nonce(NonceClaim claim) {
        return new Nonce(
                "account:" + claim.caller(),
                claim.nonce(),
                Long.toString(claim.timestampSeconds() / 3600),
                clock.now());
    }
}
