package io.wutong.simulator.mpay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.simulator.national.Sm2Pair;
import io.wutong.simulator.pool.Fault;
import io.wutong.simulator.pool.HttpFront;
import io.wutong.simulator.pool.No;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A region's mobile-payment centre: refuses what is wrongly signed or too old, calculates as the region's insurer does
 * (told here what it pays of a bill), takes both halves of an order, and forgets nothing.
 */
public final class MobilePayCentre {

    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final Duration AGE_MAX = Duration.ofMinutes(5);

    private final Sm2Pair platform = Sm2Pair.make();
    private final Envelope envelope;
    private final PublicKey applicationKey;
    private final Clock clock;
    private final Desk desk = new Desk();
    private final HttpFront front;
    private final Deque<Map.Entry<String, String>> lies = new ArrayDeque<>();
    private boolean signsWrongly;

    public MobilePayCentre(Application application, PublicKey applicationKey, Clock clock) {
        this.envelope = new Envelope(application, platform);
        this.applicationKey = applicationKey;
        this.clock = clock;
        this.front = new HttpFront(
                new Centre(), StandardCharsets.UTF_8, StandardCharsets.UTF_8, "application/json;charset=utf-8");
    }

    public Future<Integer> start(Vertx vertx) {
        return front.start(vertx);
    }

    public Future<Void> stop() {
        return front.stop();
    }

    /** With which the centre signs its answers, Base64 of x‖y. */
    public String platformPublicKey() {
        return platform.publicText();
    }

    public void misbehave(Fault fault) {
        front.misbehave(fault);
    }

    /** Misbehaves on the next call of one path. */
    public void misbehave(String path, Fault fault) {
        front.misbehave(path, fault);
    }

    /** The next answer is signed by somebody else. */
    public synchronized void signWrongly() {
        signsWrongly = true;
    }

    /** The next answer of 6301 says something else of one field, rightly signed. */
    public synchronized void misstate(String field, String value) {
        lies.add(Map.entry(field, value));
    }

    public List<String> calls() {
        return front.calls();
    }

    /** What the insurer pays of the bill that is uploaded under this number; the rest is the patient's. */
    public synchronized void pays(String medOrgOrd, long fundFen, long accountFen) {
        desk.pays(medOrgOrd, fundFen, accountFen);
    }

    /** The patient's authorisation was used for something else. */
    public synchronized void used(String payAuthNo) {
        desk.used(payAuthNo);
    }

    /** The patient enters the password. */
    public synchronized void pay(String medOrgOrd) {
        enter(medOrgOrd, Upload.DONE);
    }

    /** The patient's cash is taken, the insurer takes back its part. */
    public synchronized void payCashAlone(String medOrgOrd) {
        enter(medOrgOrd, Upload.INSURANCE_FAILED);
    }

    private void enter(String medOrgOrd, String state) {
        Upload upload = desk.of(medOrgOrd);
        if (!upload.state.equals(Upload.ORDERED)) {
            throw new IllegalStateException(medOrgOrd + " is in " + upload.state);
        }
        upload.state = state;
    }

    /** {@code ordStas} of an upload. */
    public synchronized String state(String medOrgOrd) {
        return desk.of(medOrgOrd).state;
    }

    private final class Centre implements HttpFront.Handler {
        @Override
        public String function(String message) {
            return "";
        }

        @Override
        public String function(String path, String message) {
            return path;
        }

        @Override
        public String answer(String message, @Nullable Fault fault) {
            return "";
        }

        @Override
        public String answer(String path, String message, @Nullable Fault fault) {
            synchronized (MobilePayCentre.this) {
                boolean rightKey = !signsWrongly;
                signsWrongly = false;
                String now = TIME.format(clock.instant().atZone(BEIJING));
                try {
                    ObjectNode asked = envelope.open(message, applicationKey, this::fresh);
                    ObjectNode said = desk.answer(path, asked);
                    Map.Entry<String, String> lie = path.endsWith("/query_order_info") ? lies.poll() : null;
                    return envelope.seal(
                            "0",
                            "成功",
                            true,
                            lie == null ? said : said.put(lie.getKey(), lie.getValue()),
                            now,
                            rightKey);
                } catch (No no) {
                    return envelope.seal("-1", no.text(), false, JsonNodeFactory.instance.objectNode(), now, rightKey);
                }
            }
        }

        private boolean fresh(String timestamp) {
            LocalDateTime at = LocalDateTime.parse(timestamp, TIME);
            return Duration.between(at.atZone(BEIJING).toInstant(), clock.instant())
                            .abs()
                            .compareTo(AGE_MAX)
                    <= 0;
        }
    }
}
