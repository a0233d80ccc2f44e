package io.wutong.simulator.pool;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The insurer's books, whatever its messages look like: persons, their year, stays, and what was settled on which day.
 * Guarded by the front's lock; what tests read is synchronized too.
 */
public final class Pool {

    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuuMMdd");

    /** A settlement or its cancellation; amounts of the latter are below zero. */
    public record Entry(String day, String stay, String key, int sign, Calculated amounts) {}

    private final Map<String, Person> persons = new LinkedHashMap<>();
    private final Map<String, Accumulators> years = new HashMap<>();
    private final Map<String, Stay> stays = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final Clock clock;
    private int counter;

    public Pool(Clock clock) {
        this.clock = clock;
    }

    public synchronized Pool add(Person person) {
        persons.put(person.number(), person);
        years.put(person.number(), new Accumulators(0, 0, 0, 0, person.accountFen()));
        return this;
    }

    public synchronized Optional<Person> person(String number) {
        return Optional.ofNullable(persons.get(number));
    }

    public synchronized Optional<Person> byCertificate(String certificate) {
        return persons.values().stream()
                .filter(person -> person.certificate().equals(certificate))
                .findFirst();
    }

    public synchronized Accumulators year(String number) {
        return Optional.ofNullable(years.get(number)).orElseThrow(() -> new No("人员编号不存在"));
    }

    public synchronized Stay admit(Person person, String prefix, String stayNo) {
        if (person.frozen()) {
            throw new No("该人员待遇已冻结，不能办理入院登记");
        }
        if (stays.values().stream()
                .anyMatch(stay -> stay.stayNo.equals(stayNo) && stay.state != Stay.State.CANCELLED)) {
            throw new No("该住院号已登记，不能重复办理");
        }
        Stay stay = new Stay(prefix + "%07d".formatted(++counter), person, stayNo);
        stays.put(stay.number, stay);
        return stay;
    }

    /** A stay that was not cancelled. */
    public synchronized Stay stay(String number) {
        Stay stay = stays.get(number);
        if (stay == null || stay.state == Stay.State.CANCELLED) {
            throw new No("就诊登记号不存在或已取消");
        }
        return stay;
    }

    public synchronized List<Stay> stays() {
        return List.copyOf(stays.values());
    }

    public synchronized void cancelAdmission(Stay stay) {
        if (stay.state == Stay.State.SETTLED || !stay.rows.isEmpty()) {
            throw new No("存在费用或结算，不能取消入院登记");
        }
        stay.state = Stay.State.CANCELLED;
    }

    /** The person pays from the account first when told so. */
    public synchronized Calculated calculate(Stay stay, Split bill, boolean useAccount) {
        if (stay.state == Stay.State.SETTLED) {
            throw new No("该次就诊已结算");
        }
        if (bill.totalFen() <= 0) {
            throw new No("该次就诊没有费用明细，不能结算");
        }
        Accumulators year = year(stay.person.number());
        BenefitRule.Payment payment = stay.person.rule().pay(bill.scopeFen(), year);
        long shared = bill.scopeFen() - payment.basicFen() - payment.criticalFen();
        return new Calculated(bill, payment, useAccount ? Math.min(year.accountFen(), shared) : 0, now());
    }

    /** @param key the dialect's number of the settlement */
    public synchronized void settle(Stay stay, Calculated calculated, String key) {
        years.merge(stay.person.number(), calculated.change(), Accumulators::plus);
        stay.settlement = calculated;
        stay.state = Stay.State.SETTLED;
        entries.add(new Entry(today(), stay.number, key, 1, calculated));
    }

    public synchronized Calculated cancelSettlement(Stay stay, String key) {
        Calculated settled = stay.settlement;
        if (settled == null) {
            throw new No("该次就诊未结算或已退款");
        }
        years.merge(stay.person.number(), settled.change().negated(), Accumulators::plus);
        stay.settlement = null;
        stay.state = Stay.State.OPEN;
        entries.add(new Entry(today(), stay.number, key, -1, settled));
        return settled;
    }

    public synchronized List<Entry> entries(String day) {
        return entries.stream().filter(entry -> entry.day().equals(day)).toList();
    }

    public synchronized int settledStays() {
        return count(Stay.State.SETTLED);
    }

    /** Registrations that stand, settled or not. */
    public synchronized int openStays() {
        return stays.size() - count(Stay.State.CANCELLED);
    }

    private int count(Stay.State state) {
        return (int) stays.values().stream().filter(stay -> stay.state == state).count();
    }

    /** What the funds have paid, all stays together. */
    public synchronized long fundsFen() {
        return entries.stream()
                .mapToLong(entry -> entry.sign() * entry.amounts().fundsFen())
                .sum();
    }

    public String now() {
        return SECOND.format(LocalDateTime.now(clock));
    }

    public String today() {
        return DAY.format(LocalDateTime.now(clock));
    }
}
