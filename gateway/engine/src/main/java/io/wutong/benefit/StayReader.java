package io.wutong.benefit;

import io.wutong.benefit.rules.Stay;
import io.wutong.benefit.rules.StayRefusal;
import io.wutong.benefit.rules.Sums;
import io.wutong.spi.AmountException;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Value;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads stays as {@code wutong calculate} takes them; {@code api-spec/policies/README.md} lists the fields. Amounts are
 * yuan. What is wrong is refused with the field named, an unknown field too.
 */
public final class StayReader {

    private static final Set<String> SUMS = Set.of(
            "own_pay",
            "over_limit",
            "prior_self_pay",
            "in_scope",
            "medfee_sumamt",
            "fulamt_ownpay_amt",
            "overlmt_selfpay",
            "preselfpay_amt",
            "inscp_scp_amt");
    private static final Set<String> STAY = Set.of(
            "id",
            "admitted",
            "discharged",
            "level",
            "institution",
            "institution_area",
            "med_type",
            "filing",
            "emergency",
            "designated",
            "psn_type",
            "classes",
            "age",
            "birth",
            "diagnosis",
            "disease",
            "items",
            "chain",
            "visit",
            "fees",
            "pre_admission",
            "given",
            "account");
    private static final Set<String> PERSON = Set.of("psn_no", "psn_type", "classes", "age", "birth", "account");

    private final Body person;
    private final Set<String> knownClasses;

    /**
     * @param person what holds for all stays that do not say it themselves; may be empty
     * @param knownClasses what a person's classes may be; a class outside is refused
     */
    public StayReader(Body person, Set<String> knownClasses) {
        onlyKnown(person, PERSON, Set.of(), "person.");
        this.person = person;
        this.knownClasses = Set.copyOf(knownClasses);
    }

    /**
     * Reads one stay.
     *
     * @throws StayRefusal naming the field
     */
    public Stay read(Body body) {
        onlyKnown(body, STAY, SUMS, "");
        LocalDate admitted = date(body, body.has("admitted") ? "admitted" : "discharged");
        LocalDate discharged = body.has("discharged") ? date(body, "discharged") : admitted;
        return new Stay(
                body.text("id").orElseThrow(() -> new StayRefusal("id", "缺少此项 · missing")),
                body.textOr("institution", ""),
                area(body),
                body.textOr("level", "9"),
                body.textOr("med_type", "21"),
                body.textOr("filing", ""),
                flag(body, "emergency", false),
                flag(body, "designated", false),
                admitted,
                discharged,
                -1,
                classes(body),
                age(body, discharged),
                body.textOr("diagnosis", ""),
                body.textOr("disease", ""),
                new HashSet<>(texts(body, "items")),
                body.textOr("chain", ""),
                body.textOr("visit", ""),
                sums(body, ""),
                fees(body),
                exams(body),
                given(body),
                wallet(body));
    }

    private static String area(Body body) {
        String area = body.textOr("institution_area", "");
        if (!area.isEmpty() && !area.matches("\\d{6}")) {
            throw new StayRefusal("institution_area", "应为六位医保区划，而不是 " + area + " · six digits expected");
        }
        return area;
    }

    private Set<String> classes(Body body) {
        Set<String> classes = new TreeSet<>(texts(body.has("classes") ? body : person, "classes"));
        String psnType = body.text("psn_type").orElse(person.textOr("psn_type", ""));
        if (!psnType.isEmpty()) {
            classes.add(psnType);
        }
        for (String one : classes) {
            if (!knownClasses.contains(one)) {
                throw new StayRefusal(
                        one.equals(psnType) ? "psn_type" : "classes", "未知的人员类别 " + one + " · unknown class of person");
            }
        }
        return classes;
    }

    private int age(Body body, LocalDate day) {
        Body source = body.has("age") || body.has("birth") ? body : person;
        if (source.has("age")) {
            try {
                return Integer.parseInt(source.textOr("age", ""));
            } catch (NumberFormatException e) {
                throw new StayRefusal("age", "应为整数 · a whole number expected");
            }
        }
        return source.has("birth") ? Period.between(date(source, "birth"), day).getYears() : -1;
    }

    private static List<Stay.DatedSums> fees(Body body) {
        List<Stay.DatedSums> fees = new ArrayList<>();
        for (Body fee : body.bodies("fees")) {
            onlyKnown(fee, Set.of("date"), SUMS, "fees.");
            fees.add(new Stay.DatedSums(date(fee, "date"), sums(fee, "fees.")));
        }
        return fees;
    }

    private static List<Stay.Exam> exams(Body body) {
        List<Stay.Exam> exams = new ArrayList<>();
        for (Body exam : body.bodies("pre_admission")) {
            onlyKnown(exam, Set.of("date", "item"), SUMS, "pre_admission.");
            exams.add(new Stay.Exam(date(exam, "date"), exam.textOr("item", ""), sums(exam, "pre_admission.")));
        }
        return exams;
    }

    private static Map<String, Long> given(Body body) {
        Map<String, Long> given = new HashMap<>();
        for (String fund : body.body("given").fields().keySet()) {
            given.put(fund, amount(body.body("given"), fund, "given."));
        }
        return given;
    }

    private Stay.Wallet wallet(Body body) {
        Body account = body.has("account") ? body.body("account") : person.body("account");
        if (account.fields().isEmpty()) {
            return Stay.Wallet.NONE;
        }
        onlyKnown(account, Set.of("used", "balance", "mutual_aid"), Set.of(), "account.");
        return new Stay.Wallet(
                flag(account, "used", true),
                account.has("balance") ? amount(account, "balance", "account.") : 0,
                account.has("mutual_aid") ? amount(account, "mutual_aid", "account.") : 0);
    }

    private static Sums sums(Body body, String where) {
        Sums sums = new Sums(
                either(body, "own_pay", "fulamt_ownpay_amt", where, false),
                either(body, "over_limit", "overlmt_selfpay", where, false),
                either(body, "prior_self_pay", "preselfpay_amt", where, false),
                either(body, "in_scope", "inscp_scp_amt", where, true));
        if (body.has("medfee_sumamt") && amount(body, "medfee_sumamt", where) != sums.totalFen()) {
            throw new StayRefusal(
                    where + "medfee_sumamt",
                    "总费用" + Fen.format(amount(body, "medfee_sumamt", where)) + "与各项之和" + Fen.format(sums.totalFen())
                            + "不符 · the total is not the sum of its parts");
        }
        return sums;
    }

    private static long either(Body body, String name, String national, String where, boolean needed) {
        if (body.has(name) && body.has(national)) {
            throw new StayRefusal(where + name, "与 " + national + " 只能写一个 · only one of them");
        }
        String present = body.has(national) ? national : name;
        if (!body.has(present) && !needed) {
            return 0;
        }
        return amount(body, present, where);
    }

    private static long amount(Body body, String name, String where) {
        String text = body.text(name).orElseThrow(() -> new StayRefusal(where + name, "缺少此项 · missing"));
        long fen;
        try {
            fen = Fen.parse(where + name, text);
        } catch (AmountException e) {
            throw new StayRefusal(
                    where + name,
                    "应为以元为单位、小数点前至多 14 位、小数至多两位的金额，而不是 " + text + " · yuan with at most two decimals expected");
        }
        if (fen < 0) {
            throw new StayRefusal(where + name, "金额为负 · negative");
        }
        return fen;
    }

    private static LocalDate date(Body body, String name) {
        String text = body.text(name).orElseThrow(() -> new StayRefusal(name, "缺少此项 · missing"));
        try {
            return LocalDate.parse(text.length() > 10 ? text.substring(0, 10) : text);
        } catch (DateTimeException e) {
            throw new StayRefusal(name, "应为日期，如 2026-01-31，而不是 " + text + " · a date expected");
        }
    }

    private static boolean flag(Body body, String name, boolean otherwise) {
        return body.text(name)
                .map(text -> switch (text) {
                    case "true", "1" -> true;
                    case "false", "0" -> false;
                    default -> throw new StayRefusal(name, "应为 true 或 false，而不是 " + text + " · true or false expected");
                })
                .orElse(otherwise);
    }

    private static List<String> texts(Body body, String name) {
        if (body.get(name) instanceof Value.Items items) {
            List<String> texts = new ArrayList<>();
            items.values().forEach(item -> Body.of("v", item).text("v").ifPresent(texts::add));
            return texts;
        }
        return body.text(name).map(List::of).orElse(List.of());
    }

    private static void onlyKnown(Body body, Set<String> known, Set<String> sums, String where) {
        for (String key : body.fields().keySet()) {
            if (!known.contains(key) && !sums.contains(key)) {
                throw new StayRefusal(where + key, "未知的字段 · unknown field");
            }
        }
    }
}
