package io.wutong.benefit;

import io.wutong.benefit.rules.Fund;
import io.wutong.benefit.rules.Kinds;
import io.wutong.benefit.rules.Layer;
import io.wutong.benefit.rules.Policy;
import io.wutong.coverage.Person;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Clock;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * 5206 at a home that calculates by its policy: what a person has used up. A home with a legacy system keeps its own
 * accumulators, and its adapter is asked.
 *
 * <p>{@code year} in {@code cuminfo} is the policy year by the civil year in which it begins, the calendar year, or
 * {@code life}. The national codes of {@code cum_type_code} know no layers, so ours are {@code fund_pay_type} and what of
 * the fund is counted: {@code -PAY} paid, {@code -DED} deductible borne, {@code -BAS} amounts that a layer has looked at
 * (yuan each), {@code -CNT} admissions.
 */
public final class AccumulatorsAtHome implements HomeSide {

    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("yyyyMM");
    private static final String LIFE = "life";
    private static final String ADMISSIONS = "-CNT";
    private static final int YEAR_LENGTH = 4;

    @Override
    public Needs needs(Message message, Node home) {
        String psnNo = message.data("data").textOr("psn_no", "");
        return Needs.rows(Person.key(home.id(), psnNo)).and(Needs.groups(Accumulator.of(home.id(), psnNo)));
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        Body data = message.data("data");
        String psnNo = Envelope.required(data, "psn_no");
        if (rows.one(Person.key(home.id(), psnNo)).isEmpty()) {
            throw Fault.PERSON.refusal();
        }
        String month = data.textOr("cum_ym", "");
        LocalDate today =
                LocalDateTime.ofInstant(message.receivedAt(), Clock.ZONE).toLocalDate();
        List<Body> list = new ArrayList<>();
        for (Accumulator row : rows.all(Accumulator.of(home.id(), psnNo))) {
            String year = row.year().length() > YEAR_LENGTH ? row.year().substring(1) : row.year();
            if (month.isEmpty() || year.equals(LIFE) || month.startsWith(year)) {
                counted(row, policy(message, row.insutype(), year, today))
                        .forEach((code, value) -> list.add(Body.builder()
                                .put("insutype", row.insutype())
                                .put("year", year)
                                .put("cum_ym", month.isEmpty() ? MONTH.format(today) : month)
                                .put("cum_type_code", code)
                                .put("cum", code.endsWith(ADMISSIONS) ? Value.number(value) : Value.fen(value))
                                .build()));
            }
        }
        return Reply.done(Body.builder().put("cuminfo", list).build(), List.of(), "");
    }

    /** The policy that names what was counted: the one at the end of a year that is over, else today's. */
    private static Optional<Policy> policy(Message message, String insutype, String year, LocalDate today) {
        LocalDate day = year.equals(LIFE) || Integer.parseInt(year) >= today.getYear()
                ? today
                : LocalDate.of(Integer.parseInt(year), 12, 31);
        return message.directory()
                .policies()
                .find(message.directory().topology().areas(), message.envelope().homeArea(), insutype, day);
    }

    private static Map<String, Long> counted(Accumulator row, Optional<Policy> policy) {
        Map<String, Long> counted = new TreeMap<>();
        if (policy.isPresent()) {
            Map<String, String> codes = codes(policy.get());
            row.asMap().forEach((kind, value) -> {
                String code = codes.get(kind);
                if (code != null) {
                    counted.merge(code, value, Long::sum);
                }
            });
        }
        return counted;
    }

    private static Map<String, String> codes(Policy policy) {
        Map<String, String> codes = new HashMap<>();
        for (Fund fund : policy.funds()) {
            add(codes, fund.counted(), fund.fundPayType());
        }
        for (Layer layer : policy.layers()) {
            add(codes, layer.own(), layer.fundPayType());
            add(codes, layer.capped(), layer.fundPayType());
        }
        return codes;
    }

    private static void add(Map<String, String> codes, Kinds kinds, String fundPayType) {
        codes.putIfAbsent(kinds.paid(), fundPayType + "-PAY");
        codes.putIfAbsent(kinds.deductible(), fundPayType + "-DED");
        codes.putIfAbsent(kinds.base(), fundPayType + "-BAS");
        codes.putIfAbsent(kinds.stays(), fundPayType + ADMISSIONS);
    }
}
