package io.wutong.notify.sms;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Outcome;
import io.wutong.spi.PluginServices;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks a notice up in the provider's records ({@code QuerySendDetails}), which are kept by telephone number and day;
 * the notice's number comes back as {@code OutId}. Today first, then the days before, page by page.
 *
 * <pre>
 *  1 waits for the carrier, 3 delivered   TAKEN
 *  2 the carrier refused                  Rejected, with the carrier's word
 *  our text without an OutId              Unknown: nobody can say whose it is
 *  on no page of any day                  ABSENT
 * </pre>
 */
final class Records {

    /** What the records say. */
    enum Found {
        TAKEN,
        ABSENT
    }

    private static final int PAGE_SIZE = 50;
    private static final int PAGES_MAX = 10;
    private static final String END_OF_SIGN = "】";

    private final Settings settings;
    private final SmsApi api;
    private final PluginServices services;

    Records(Settings settings, SmsApi api, PluginServices services) {
        this.settings = settings;
        this.api = api;
        this.services = services;
    }

    Future<Outcome<Found>> look(String noticeId, String telephone, String text, CallContext context) {
        return day(new Search(noticeId, telephone, text, context), LocalDate.now(services.clock()), 0);
    }

    private record Search(String noticeId, String telephone, String text, CallContext context) {
        @Override
        public String toString() {
            return "Search[" + noticeId + "]";
        }
    }

    private Future<Outcome<Found>> day(Search search, LocalDate today, int back) {
        return page(search, today.minusDays(back), 1)
                .compose(outcome -> outcome.equals(Outcome.succeeded(Found.ABSENT)) && back < settings.lookBackDays()
                        ? day(search, today, back + 1)
                        : Future.succeededFuture(outcome));
    }

    private Future<Outcome<Found>> page(Search search, LocalDate date, int page) {
        TreeMap<String, String> parameters = new TreeMap<>(Map.of(
                "PhoneNumber",
                search.telephone(),
                "SendDate",
                date.format(DateTimeFormatter.BASIC_ISO_DATE),
                "PageSize",
                Integer.toString(PAGE_SIZE),
                "CurrentPage",
                Integer.toString(page)));
        return api.call("QuerySendDetails", parameters, search.context()).compose(answer -> {
            if (answer instanceof Outcome.Rejected<Body> refused) { // the question was, not the message
                return Future.succeededFuture(Outcome.notSent("code." + refused.code()));
            }
            Outcome<Found> found = answer.flatMap(body -> find(search, body));
            return answer instanceof Outcome.Succeeded<Body> succeeded
                            && found.equals(Outcome.succeeded(Found.ABSENT))
                            && more(succeeded.answer(), page)
                    ? next(search, date, page)
                    : Future.succeededFuture(found);
        });
    }

    private Future<Outcome<Found>> next(Search search, LocalDate date, int page) {
        return page < PAGES_MAX
                ? page(search, date, page + 1)
                : Future.succeededFuture(Outcome.unknown("records_too_many"));
    }

    private static boolean more(Body answer, int page) {
        return Long.parseLong(answer.textOr("TotalCount", "0")) > (long) page * PAGE_SIZE;
    }

    private static Outcome<Found> find(Search search, Body answer) {
        if (!answer.textOr("TotalCount", "").matches("[0-9]{1,9}")) {
            return Outcome.unknown("answer.TotalCount");
        }
        Outcome<Found> found = Outcome.succeeded(Found.ABSENT);
        for (Body record : answer.body("SmsSendDetailDTOs").bodies("SmsSendDetailDTO")) {
            String outId = record.textOr("OutId", "");
            if (outId.equals(search.noticeId())) {
                return state(record);
            }
            if (outId.isEmpty() && record.textOr("Content", "").endsWith(END_OF_SIGN + search.text())) {
                found = Outcome.unknown("record_without_out_id");
            }
        }
        return found;
    }

    private static Outcome<Found> state(Body record) {
        return switch (record.textOr("SendStatus", "")) {
            case "1", "3" -> Outcome.succeeded(Found.TAKEN);
            case "2" ->
                Outcome.rejected(ProviderCodes.word(record.textOr("ErrCode", "")), "短信已提交,运营商未能送达,请改用电话等其他方式通知");
            default -> Outcome.unknown("answer.SendStatus");
        };
    }
}
