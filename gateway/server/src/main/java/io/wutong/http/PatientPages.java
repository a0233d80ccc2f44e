package io.wutong.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.wutong.envelope.Refusal;
import io.wutong.http.guard.BodyRead;
import io.wutong.http.guard.BodyReader;
import io.wutong.notice.ChoiceLinks;
import io.wutong.port.Clock;
import io.wutong.topology.Areas;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /p/{token}}: a patient says which coverage stays. A link that does not open says so and nothing else, whether it
 * is unknown, used or too old; no page shows who the patient is.
 */
public final class PatientPages {

    private static final Logger LOG = LoggerFactory.getLogger(PatientPages.class);

    /** What is served, as {@code api-spec/openapi/hospital.yaml} says it. */
    static final Routes<Page> ROUTES = new Routes<Page>()
            .on(HttpMethod.GET, "/p/{token}", PatientPages::show)
            .on(HttpMethod.POST, "/p/{token}", PatientPages::choose);

    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern AREA = Pattern.compile("area=([0-9]{6})\\s*");

    private final ChoiceLinks links;
    private final Supplier<Areas> areas;
    private final Room room;

    /** What a route does. */
    interface Page {
        void answer(PatientPages pages, HttpServerRequest request, String token);
    }

    /**
     * What the pages of all loops of a process may take. It is theirs alone, and less than their listener has: whoever
     * floods them, with or without a link, turns away no callback of a payment channel.
     */
    public static final class Room {

        static final int IN_FLIGHT_MAX = 50;

        private final WindowQuota quota;
        private final AtomicInteger inFlight = new AtomicInteger();

        public Room(Clock clock) {
            this.quota = WindowQuota.patients(clock);
        }

        /** Whether there is a place for one more request; it is given back when that has ended, however it does. */
        private boolean enter(HttpServerRequest request) {
            if (inFlight.incrementAndGet() > IN_FLIGHT_MAX) {
                inFlight.decrementAndGet();
                return false;
            }
            HttpAnswers.whenOver(request, inFlight::decrementAndGet);
            return true;
        }
    }

    public PatientPages(ChoiceLinks links, Supplier<Areas> areas, Room room) {
        this.links = links;
        this.areas = areas;
        this.room = room;
    }

    public boolean serves(String path) {
        return !ROUTES.allowed(path).isEmpty();
    }

    public void handle(HttpServerRequest request) {
        Optional<Routes.Match<Page>> match = ROUTES.match(request.method(), request.path());
        if (match.isEmpty()) {
            HttpAnswers.refuseMethod(request, ROUTES.allowed(request.path()));
        } else if (!room.quota.take(request.remoteAddress().hostAddress())) {
            page(request, 429, "访问过于频繁", "<p>请稍后再试。</p>");
        } else if (!TOKEN.matcher(match.get().variable()).matches()) {
            closed(request);
        } else if (!room.enter(request)) {
            page(request, 503, "系统繁忙", "<p>请稍后再试。</p>");
        } else {
            match.get().action().answer(this, request, match.get().variable());
        }
    }

    private void show(HttpServerRequest request, String token) {
        links.look(token)
                .onSuccess(found -> found.ifPresentOrElse(choice -> form(request, choice), () -> closed(request)))
                .onFailure(failure -> failed(request, failure));
    }

    private void form(HttpServerRequest request, ChoiceLinks.Choice choice) {
        StringBuilder form = new StringBuilder("<p>系统发现您在以下地区均有基本医疗保险参保记录。请选择保留哪一地，")
                .append("住院费用将按您的选择结算；逾期未选，由系统按政策确定。</p><form method=\"post\" enctype=\"text/plain\">");
        for (String area : choice.areas()) {
            form.append("<p><label><input type=\"radio\" name=\"area\" value=\"")
                    .append(escaped(area))
                    .append("\" required> ")
                    .append(escaped(areas.get().fullName(area)))
                    .append("</label></p>");
        }
        page(request, 200, "请选择参保地", form.append("<button>提交</button></form>").toString());
    }

    private void choose(HttpServerRequest request, String token) {
        BodyReader.read(request, BodyReader.SMALL_BYTES_MAX).onSuccess(read -> {
            if (!(read instanceof BodyRead.Complete complete)) {
                return;
            }
            Matcher area = AREA.matcher(new String(complete.body().getBytes(), StandardCharsets.US_ASCII));
            if (!area.matches()) {
                page(request, 422, "没有选择", "<p>请返回上一页，选择一地后提交。</p>");
                return;
            }
            Future<String> chosen = links.choose(token, area.group(1));
            chosen.onSuccess(name -> page(
                            request,
                            200,
                            "已登记您的选择",
                            "<p>保留" + escaped(areas.get().fullName(name)) + "的参保。住院费用将自动结算，您无需再做任何操作。</p>"))
                    .onFailure(failure -> failed(request, failure));
        });
    }

    private static void closed(HttpServerRequest request) {
        page(request, 404, "链接已失效", "<p>该链接不存在、已使用或已过期。如有疑问，请联系就诊医院医保窗口。</p>");
    }

    private static void failed(HttpServerRequest request, Throwable failure) {
        if (failure instanceof Refusal) {
            closed(request);
        } else {
            LOG.warn("a patient's page failed", failure);
            page(request, 503, "系统繁忙", "<p>您的选择没有登记，请稍后再试。</p>");
        }
    }

    private static void page(HttpServerRequest request, int status, String title, String content) {
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", "text/html;charset=UTF-8")
                .putHeader("cache-control", "no-store")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader(
                        "content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
                .end("<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\">"
                        + "<meta name=\"viewport\" content=\"width=device-width\"><title>" + title + "</title>"
                        + "<style>body{font:18px sans-serif;margin:2em auto;max-width:32em;padding:0 1em}"
                        + "button{font-size:1em;padding:.5em 2em}</style></head><body><h1>" + title + "</h1>" + content
                        + "</body></html>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
