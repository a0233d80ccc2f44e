package io.wutong.reference;

import io.wutong.catalogue.rules.CatalogueItem;
import io.wutong.catalogue.rules.Conditions;
import io.wutong.catalogue.rules.PriceLimit;
import io.wutong.catalogue.rules.SelfPay;
import io.wutong.envelope.Fault;
import io.wutong.envelope.MessageHash;
import io.wutong.exchange.Message;
import io.wutong.exchange.Step;
import io.wutong.port.Clock;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * 1312, 1316, 1318 and 1319: the catalogue by which the place of care splits lines, in the pages of the national
 * interface. An item's national code is its insurance code too; its row changes with the version of the catalogue, so
 * {@code updt_time} is the day since which that is in force.
 */
final class CataloguePages {

    /** Who has no ratio or limit of his own. */
    private static final String EVERYBODY = "0";

    /** What is over the limit is paid by the person. */
    private static final String OWN_PAY = "1";

    private static final int RID_DIGITS = 32;
    private static final int DATE_LENGTH = 10;

    private CataloguePages() {}

    /** 1312. */
    static Step items(Message message) {
        return new Asked(message)
                .page(
                        asked -> asked.items().filter(asked::named).toList(),
                        (asked, item) -> asked.head(item, "")
                                .put("hilist_name", item.name())
                                .put("med_chrgitm_type", item.chargeType())
                                .put("chrgitm_lv", item.level())
                                .put("lmt_used_flag", item.limitedUse().limited() ? "1" : "0")
                                .put("list_type", ListType.of(item.code()))
                                .put("med_use_flag", "1")
                                .put("matn_used_flag", "0")
                                .put("hilist_use_type", "0")
                                .put("lmt_cpnd_type", "0")
                                .put("memo", item.limitedUse().scope())
                                .build());
    }

    /** 1316. */
    static Step matches(Message message) {
        return new Asked(message)
                .page(
                        asked -> asked.items()
                                .filter(item -> asked.is("medins_list_codg", item.code())
                                        && asked.is("med_list_codg", item.code()))
                                .toList(),
                        (asked, item) -> asked.head(item, "")
                                .put("med_list_codg", item.code())
                                .put("list_type", ListType.of(item.code()))
                                .put("memo", "")
                                .build());
    }

    /** 1318. */
    static Step limits(Message message) {
        return new Asked(message)
                .page(
                        asked -> asked.items()
                                .flatMap(item ->
                                        limits(item).filter(part -> asked.is("hilist_lmtpric_type", part.name())))
                                .toList(),
                        (asked, part) -> asked.head(part.item(), part.name())
                                .put("hilist_lmtpric_type", part.name())
                                .put("overlmt_dspo_way", OWN_PAY)
                                .put("hilist_pric_uplmt_amt", new Value.Num(PriceLimit.yuan(part.number())))
                                .build());
    }

    private static Stream<Part> limits(CatalogueItem item) {
        Map<String, Long> limits = new TreeMap<>(item.limit().byLevel());
        limits.put(EVERYBODY, item.limit().millionths());
        return limits.entrySet().stream()
                .filter(limit -> limit.getValue() != PriceLimit.NO_LIMIT)
                .map(limit -> new Part(item, limit.getKey(), limit.getValue()));
    }

    /** 1319: the ratio of all, and those that hang on the class of the person alone. */
    static Step ratios(Message message) {
        return new Asked(message)
                .page(
                        asked -> asked.items()
                                .flatMap(item ->
                                        ratios(item).filter(part -> asked.is("selfpay_prop_psn_type", part.name())))
                                .toList(),
                        (asked, part) -> asked.head(part.item(), part.name())
                                .put("selfpay_prop_psn_type", part.name())
                                .put("selfpay_prop_type", EVERYBODY)
                                .put("selfpay_prop", new Value.Num(SelfPay.ratio((int) part.number())))
                                .build());
    }

    private static Stream<Part> ratios(CatalogueItem item) {
        Map<String, Integer> ratios = new TreeMap<>();
        for (SelfPay.Rule rule : item.selfPay().rules()) {
            personTypes(rule.when()).forEach(type -> ratios.putIfAbsent(type, rule.bp()));
        }
        ratios.put(EVERYBODY, item.selfPay().bp());
        return ratios.entrySet().stream().map(ratio -> new Part(item, ratio.getKey(), ratio.getValue()));
    }

    /** What of an item holds for one level of institutions, or for one class of persons. */
    private record Part(CatalogueItem item, String name, long number) {}

    private static Set<String> personTypes(Conditions when) {
        return when.facts().keySet().equals(Set.of(Conditions.Fact.PSN_TYPE)) && when.priceAbove() == null
                ? Set.copyOf(when.facts().getOrDefault(Conditions.Fact.PSN_TYPE, List.of()))
                : Set.of();
    }

    /** What is asked for, and the items that it is about. */
    private static final class Asked {
        private final Message message;
        private final Body data;
        private final LocalDate today;
        private final LocalDate since;

        Asked(Message message) {
            this.message = message;
            this.data = message.data("data");
            this.today = LocalDate.ofInstant(message.receivedAt(), Clock.ZONE);
            this.since = message.directory()
                    .published()
                    .catalogueSince(message.directory().topology().areas(), area());
        }

        private String area() {
            return message.care().area();
        }

        /** Only the rows of the page itself are made. */
        <T> Step page(Function<Asked, List<T>> found, BiFunction<Asked, T, Body> row) {
            return Pages.answer(data, found.apply(this), one -> row.apply(this, one));
        }

        boolean is(String name, String value) {
            String wanted = data.textOr(name, "");
            return wanted.isEmpty() || wanted.equals(value);
        }

        boolean named(CatalogueItem item) {
            return item.name().contains(data.textOr("hilist_name", ""))
                    && is("chrgitm_lv", item.level())
                    && is("med_chrgitm_type", item.chargeType())
                    && is("lmt_used_flag", item.limitedUse().limited() ? "1" : "0");
        }

        /** Of the code, the kind and the day that are asked for; nothing when nothing is newer than the hospital has. */
        Stream<CatalogueItem> items() {
            if (day(data.textOr("updt_time", "")).isAfter(since)) {
                return Stream.empty();
            }
            String queried = data.textOr("query_date", "");
            LocalDate day = day(queried);
            return message.directory().catalogue(area()).items().stream()
                    .filter(item -> is("hilist_code", item.code()) && is("list_type", ListType.of(item.code())))
                    .filter(item -> queried.isEmpty() || item.validity().has(day))
                    .filter(item -> is("vali_flag", valid(item)));
        }

        private static LocalDate day(String text) {
            try {
                return text.isEmpty()
                        ? LocalDate.EPOCH
                        : LocalDate.parse(text.substring(0, Math.min(DATE_LENGTH, text.length())));
            } catch (DateTimeException e) {
                throw Fault.FIELD.refusal("updt_time/query_date", "没有这一天");
            }
        }

        private String valid(CatalogueItem item) {
            return item.validity().to().isBefore(today) ? "0" : "1";
        }

        Body.Builder head(CatalogueItem item, String part) {
            String from = item.validity().fromText();
            String id = area() + "/" + message.infno() + "/" + item.code() + "/" + from + "/" + part;
            return Body.builder()
                    .put("hilist_code", item.code())
                    .put("insu_admdvs", area())
                    .put("begndate", from.isEmpty() ? since.toString() : from)
                    .put("enddate", item.validity().toText())
                    .put("vali_flag", valid(item))
                    .put(
                            "rid",
                            MessageHash.sha256Hex(id.getBytes(StandardCharsets.UTF_8))
                                    .substring(0, RID_DIGITS))
                    .put("updt_time", since.toString())
                    .put("crte_time", since.toString())
                    .put("poolarea_no", area());
        }
    }
}
