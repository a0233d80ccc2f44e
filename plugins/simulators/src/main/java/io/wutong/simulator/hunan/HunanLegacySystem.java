package io.wutong.simulator.hunan;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.wutong.simulator.Simulator;
import io.wutong.simulator.pool.Accumulators;
import io.wutong.simulator.pool.Element;
import io.wutong.simulator.pool.Fault;
import io.wutong.simulator.pool.HttpFront;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * A Hunan legacy system behind HTTP: one URL, XML {@code <Program>} in and out, a login that gives a session, the
 * {@code Remote_…} functions on top of it. It is as strict as the real one and keeps books that a test can read; told
 * so, it misbehaves on the next call, or on the next call of one function.
 */
public final class HunanLegacySystem implements Simulator, HttpFront.Handler {

    private static final String LOGIN = "sys0001";

    private final String userId;
    private final String password;
    private final String institution;
    private final Charset charset;
    private final boolean parted;
    private final LongSupplier nanoTime;
    private final long sessionNanos;
    private final Books books = new Books();
    private final Functions functions;
    private final Map<String, Long> sessions = new HashMap<>();
    private final HttpFront front;
    private int sessionCount;

    private HunanLegacySystem(Builder builder) {
        userId = builder.userId;
        password = builder.password;
        institution = builder.institution;
        charset = builder.charset;
        parted = builder.parted;
        nanoTime = builder.nanoTime;
        sessionNanos = builder.sessionSeconds * 1_000_000_000L;
        builder.persons.forEach(books::add);
        functions = new Functions(books, builder.clock);
        front = new HttpFront(this, charset, charset, "text/xml;charset=" + charset.name());
    }

    public static Builder builder(String userId, String password, String institution) {
        return new Builder(userId, password, institution);
    }

    @Override
    public Future<Integer> start(Vertx vertx) {
        return front.start(vertx);
    }

    @Override
    public Future<Void> stop() {
        return front.stop();
    }

    /** Misbehaves on the next call that is no login. */
    public void misbehave(Fault fault) {
        front.misbehave(fault);
    }

    /** Misbehaves on the next call of one function, for instance {@code Remote_BIZC131256} or {@code sys0001}. */
    public void misbehave(String function, Fault fault) {
        front.misbehave(function, fault);
    }

    /** The functions called, in order. */
    public List<String> calls() {
        return front.calls();
    }

    public synchronized Accumulators accumulators(String personNo) {
        return books.year(personNo);
    }

    /** What a fund has paid, all visits together; 999 is the patients' cash. */
    public synchronized long fundPaidFen(String fund) {
        return books.entries.stream()
                .filter(entry -> entry.fund().equals(fund))
                .mapToLong(Books.Entry::fen)
                .sum();
    }

    /** Settlements that stand. */
    public synchronized int settledVisits() {
        return (int) books.visits.values().stream()
                .filter(visit -> visit.state == Visit.State.SETTLED)
                .count();
    }

    /** Registrations that stand, settled or not. */
    public synchronized int openVisits() {
        return (int) books.visits.values().stream()
                .filter(visit -> visit.state != Visit.State.CANCELLED)
                .count();
    }

    /** The sum of all fee rows of all registrations that stand. */
    public synchronized long feesFen() {
        return books.visits.values().stream().mapToLong(Visit::feesFen).sum();
    }

    @Override
    public String function(String message) {
        try {
            Element parsed = Element.parse(message);
            return parted ? PartedForm.function(parsed) : parsed.get("function_id");
        } catch (XMLStreamException | IndexOutOfBoundsException e) {
            return "";
        }
    }

    @Override
    public boolean mayMisbehave(String function) {
        return !function.equals(LOGIN) && !function.equals("login");
    }

    @Override
    public synchronized String answer(String message, @Nullable Fault fault) {
        if (fault == Fault.EXPIRE_SESSION) {
            sessions.clear();
        }
        try {
            return "<?xml version=\"1.0\" encoding=\"" + charset.name() + "\"?>" + answer(Element.parse(message));
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // it had a function
        }
    }

    private Element answer(Element request) {
        return parted ? partedAnswer(request) : flatAnswer(request);
    }

    /** The session is the caller's, not the message's: there is one caller here. */
    private Element partedAnswer(Element message) {
        try {
            Element parameters = PartedForm.parameters(message);
            if (PartedForm.isLogin(message)) {
                if (!parameters.get("login_id").equals(userId)
                        || !parameters.get("login_password").equals(password)) {
                    throw new Refusal("用户名或密码错误");
                }
                String session = "SES%04d".formatted(++sessionCount);
                sessions.put(session, nanoTime.getAsLong());
                return PartedForm.session(session);
            }
            if (sessions.values().stream().noneMatch(since -> nanoTime.getAsLong() - since < sessionNanos)) {
                throw new Refusal(Refusal.EXPIRED, "会话已失效，请重新登录");
            }
            if (!parameters.get("hospital_id").equals(institution)
                    || parameters.get("oper_staffid").isEmpty()
                    || !parameters.get("oper_centerid").matches("[0-9]{6}")) {
                throw new Refusal("公共参数不完整");
            }
            Element content = new Element("program");
            functions.call(message.get("functionid"), PartedForm.request(message), content);
            return PartedForm.answer(content);
        } catch (Refusal e) {
            return PartedForm.refusal(e);
        }
    }

    private Element flatAnswer(Element request) {
        Element answer = new Element("program");
        Element content = new Element("program");
        try {
            String function = request.get("function_id");
            if (function.equals(LOGIN)) {
                login(request, content);
            } else {
                checkSession(request);
                functions.call(function, request, content);
            }
            answer.put("return_code", "1").put("return_code_message", "");
            answer.children.addAll(content.children);
        } catch (Refusal e) {
            answer.put("return_code", Integer.toString(e.code))
                    .put("return_code_message", Objects.requireNonNull(e.getMessage()));
        }
        return answer;
    }

    private void login(Element request, Element answer) {
        if (!request.get("userid").equals(userId) || !request.get("password").equals(password)) {
            throw new Refusal("用户名或密码错误");
        }
        String session = "SES%04d".formatted(++sessionCount);
        sessions.put(session, nanoTime.getAsLong());
        answer.put("session_id", session);
    }

    private void checkSession(Element request) {
        Long since = sessions.get(request.get("session_id"));
        if (since == null || nanoTime.getAsLong() - since >= sessionNanos) {
            throw new Refusal(Refusal.EXPIRED, "会话已失效");
        }
        if (!request.get("akb020").equals(institution)) {
            throw new Refusal("医疗机构编码与登录用户不符");
        }
    }

    /** Gathers what the system knows before it starts. */
    public static final class Builder {
        private final String userId;
        private final String password;
        private final String institution;
        private final List<Insured> persons = new ArrayList<>();
        private Charset charset = StandardCharsets.UTF_8;
        private boolean parted;
        private Clock clock = Clock.system(ZoneId.of("Asia/Shanghai"));
        private LongSupplier nanoTime = System::nanoTime;
        private long sessionSeconds = 3_600;

        private Builder(String userId, String password, String institution) {
            this.userId = userId;
            this.password = password;
            this.institution = institution;
        }

        public Builder person(Insured person) {
            persons.add(person);
            return this;
        }

        public Builder charset(Charset value) {
            charset = value;
            return this;
        }

        /** Speaks the province's form: parameters, lists beside them, {@code errortype}. */
        public Builder parted() {
            parted = true;
            return this;
        }

        /** Civil time for numbers and settlement times. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** How long a session lives, on a monotonic clock. */
        public Builder sessions(long seconds, LongSupplier monotonicNanos) {
            sessionSeconds = seconds;
            nanoTime = monotonicNanos;
            return this;
        }

        public HunanLegacySystem build() {
            return new HunanLegacySystem(this);
        }
    }
}
