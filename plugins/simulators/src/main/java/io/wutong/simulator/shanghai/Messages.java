package io.wutong.simulator.shanghai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wutong.simulator.pool.Calculated;
import io.wutong.simulator.pool.No;
import io.wutong.simulator.pool.Person;
import io.wutong.simulator.pool.Pool;
import io.wutong.simulator.pool.Split;
import io.wutong.simulator.pool.Stay;
import io.wutong.simulator.pool.Yuan;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The message types: each reads a content and fills another, or refuses. */
final class Messages {

    private static final String INPATIENT = "3";

    /** A calculation that waits for its confirmation, and what became of it. */
    private static final class Trial {
        final Stay stay;
        final JsonNode asked;
        final Calculated calculated;

        @Nullable
        String serial;

        boolean undone;

        Trial(Stay stay, JsonNode asked, Calculated calculated) {
            this.stay = stay;
            this.asked = asked;
            this.calculated = calculated;
        }
    }

    private record Bill(Stay stay, Split split) {}

    private final Pool pool;
    private final Map<String, Trial> trials = new HashMap<>();
    private final Map<String, Bill> bills = new HashMap<>();
    private int serials;

    Messages(Pool pool) {
        this.pool = pool;
    }

    void answer(String type, JsonNode in, ObjectNode out) {
        switch (type) {
            case "SE01" -> voucher(in, out);
            case "SM01" -> account(in, out);
            case "SJ11" -> register(in, out);
            case "SJ21" -> unregister(in, out);
            case "SJ31" -> registrations(in, out);
            case "SN01" -> rows(in, out);
            case "SN02" -> withdraw(in);
            case "SI51" -> trial(in, out);
            case "SI52" -> confirm(in, out);
            case "SI91" -> find(in, out);
            case "SK01" -> refund(in, out);
            case "SL01" -> day(in, out);
            default -> throw new No("不支持的消息类型");
        }
    }

    /** The voucher's text names its holder, as the e-voucher centre would find out. */
    private void voucher(JsonNode in, ObjectNode out) {
        String certificate = required(in, "ecQrCode").replace("EC-", "");
        Person person = pool.byCertificate(certificate).orElseThrow(() -> new No("电子凭证无效或已过期"));
        out.put("userName", person.name())
                .put("idNo", person.certificate())
                .put("idType", "01")
                .put("ecToken", "TOKEN-" + certificate)
                .put("insuOrg", person.area());
    }

    private Person holder(JsonNode in) {
        String data = in.path("carddata").asText();
        return switch (in.path("cardtype").asText()) {
            case "0" -> pool.person(data).orElseThrow(() -> new No("未查询到该卡"));
            case "2" -> pool.byCertificate(data).orElseThrow(() -> new No("未查询到该人员的参保信息"));
            case "3" -> pool.byCertificate(data.replace("TOKEN-", "")).orElseThrow(() -> new No("电子凭证令牌无效"));
            default -> throw new No("卡类型错误");
        };
    }

    private static String attributes(Person person) {
        return "1000" + (person.frozen() ? "1" : "0") + "000000" + (person.resident() ? "F" : "0") + "0000";
    }

    private Person identify(JsonNode in, ObjectNode out) {
        Person person = holder(in);
        out.put("cardtype", in.path("cardtype").asText())
                .put("cardid", person.number())
                .put("personname", person.name())
                .put("accountattr", attributes(person));
        return person;
    }

    private void balances(Person person, ObjectNode out) {
        out.put("curaccountamt", Yuan.of(0))
                .put("hisaccountamt", Yuan.of(pool.year(person.number()).accountFen()));
    }

    private void account(JsonNode in, ObjectNode out) {
        Person person = identify(in, out);
        balances(person, out);
        out.put("xb", person.sex()).put("jlch", "").put("ybsqjmbz", "0");
    }

    private void register(JsonNode in, ObjectNode out) {
        if (!required(in, "djtype").equals(INPATIENT)
                || !required(in, "startdate").matches("[0-9]{8}")) {
            throw new No("登记类型或开始日期错误");
        }
        Person person = identify(in, out);
        Stay stay = pool.admit(person, "JZ" + pool.today(), required(in, "djno"));
        stay.notes.put("startdate", in.path("startdate").asText());
        balances(person, out);
        out.put("jzdyh", stay.number)
                .put("startdate", in.path("startdate").asText())
                .put("lsh", serial());
    }

    private void unregister(JsonNode in, ObjectNode out) {
        if (!required(in, "cxtype").equals(INPATIENT)) {
            throw new No("撤销类型错误");
        }
        Person person = identify(in, out);
        Stay stay = registered(person);
        if (stay.state() == Stay.State.OPEN) {
            stay.rows.clear(); // bills that were never settled lapse with their registration
        }
        pool.cancelAdmission(stay);
        balances(person, out);
    }

    private Stay registered(Person person) {
        return pool.stays().stream()
                .filter(stay -> stay.person.equals(person) && stay.state() != Stay.State.CANCELLED)
                .findFirst()
                .orElseThrow(() -> new No("没有可撤销的登记"));
    }

    private void registrations(JsonNode in, ObjectNode out) {
        Person person = identify(in, out);
        var list = out.putArray("djxxs");
        pool.stays().stream()
                .filter(stay -> stay.person.equals(person) && stay.state() != Stay.State.CANCELLED)
                .forEach(stay -> list.addObject()
                        .put("djtype", INPATIENT)
                        .put("djno", stay.stayNo)
                        .put("startdate", stay.notes.get("startdate"))
                        .put("djhossame", "1"));
        balances(person, out);
    }

    private void rows(JsonNode in, ObjectNode out) {
        holder(in);
        Stay stay = pool.stay(required(in, "jzdyh"));
        String bill = in.path("mxzdh").asText();
        Split split = bill.isEmpty() ? Split.NOTHING : bill(bill).split();
        BigDecimal sum = BigDecimal.ZERO;
        var list = out.putArray("mxxms");
        for (JsonNode row : in.path("mxxms")) {
            long amount = Yuan.fen("mxxmje", required(row, "mxxmje"));
            long inScheme = Yuan.fen("mxxmybjsfwfy", required(row, "mxxmybjsfwfy"));
            long shared = Yuan.fen("mxxmjyfy", required(row, "mxxmjyfy"));
            required(row, "mxxmbm");
            split = split.plus(new Split(amount - inScheme, inScheme - shared, shared));
            sum = sum.add(Yuan.of(amount));
            list.addObject().put("xh", row.path("xh").asInt()).put("clbz", "0").put("fhxx", "");
        }
        if (list.isEmpty() || sum.compareTo(new BigDecimal(required(in, "bcmxylfyze"))) != 0) {
            throw new No("明细合计与本次明细费用总额不符");
        }
        if (bill.isEmpty()) {
            bill = "MX" + serial();
        }
        bills.put(bill, new Bill(stay, split));
        stay.rows.put(bill, split);
        out.put("mxzdh", bill);
    }

    private Bill bill(String number) {
        Bill bill = bills.get(number);
        if (bill == null) {
            throw new No("明细账单号不存在");
        }
        return bill;
    }

    private void withdraw(JsonNode in) {
        String number = required(in, "mxzdh");
        Bill bill = bill(number);
        if (bill.stay().state() == Stay.State.SETTLED) {
            throw new No("账单已结算，不能撤销");
        }
        bills.remove(number);
        bill.stay().rows.remove(number);
    }

    private void trial(JsonNode in, ObjectNode out) {
        Stay stay = checked(in);
        Calculated calculated = pool.calculate(stay, bill(in), true);
        String number = "SI51" + serial();
        trials.put(number, new Trial(stay, in, calculated));
        identify(in, out);
        Amounts.write(calculated, out.put("jssqxh", number));
        balances(stay.person, out);
    }

    /** The confirmation repeats the trial field by field; said again it answers the same serial. */
    private void confirm(JsonNode in, ObjectNode out) {
        String number = required(in, "jssqxh");
        Trial trial = trials.get(number);
        ObjectNode repeated = in.deepCopy();
        repeated.remove("jssqxh");
        if (trial == null || trial.undone || !repeated.equals(trial.asked)) {
            throw new No("计算申请序号无效");
        }
        if (trial.serial == null) {
            checked(in);
            trial.serial = serial();
            pool.settle(trial.stay, trial.calculated, trial.serial);
        }
        identify(in, out);
        Amounts.write(trial.calculated, out.put("jssqxh", number).put("lsh", trial.serial));
        balances(trial.stay.person, out);
    }

    private Stay checked(JsonNode in) {
        Stay stay = pool.stay(required(in, "jzdyh"));
        if (!stay.person.equals(holder(in)) || !required(in, "zyh").equals(stay.stayNo)) {
            throw new No("就诊单元号与人员或住院号不符");
        }
        return stay;
    }

    /** The bills that are quoted, each with the sums of its rows. */
    private Split bill(JsonNode in) {
        Split all = Split.NOTHING;
        for (JsonNode part : in.path("mxzdhs")) {
            Split bill = bill(required(part, "mxzdh")).split();
            long shared = Yuan.fen("totalexpense", required(part, "totalexpense"));
            long inScheme = Yuan.fen("ybjsfwfyze", required(part, "ybjsfwfyze"));
            long outside = Yuan.fen("fybjsfwfyze", required(part, "fybjsfwfyze"));
            if (shared != bill.scopeFen() || inScheme - shared != bill.priorFen() || outside != bill.ownFen()) {
                throw new No("账单金额与明细合计不符");
            }
            all = all.plus(bill);
        }
        return all;
    }

    private void find(JsonNode in, ObjectNode out) {
        Trial trial = trials.get(required(in, "jssqxh"));
        if (trial == null || !trial.stay.person.equals(holder(in))) {
            throw new No("未查询到该计算申请");
        }
        Amounts.write(trial.calculated, out);
        out.put("jzdyh", trial.stay.number)
                .put("lsh", trial.serial == null ? "" : trial.serial)
                .put("paystatus", trial.serial == null ? "0" : trial.undone ? "2" : "1");
    }

    private void refund(JsonNode in, ObjectNode out) {
        String serial = required(in, "translsh");
        Trial trial = trials.values().stream()
                .filter(each -> serial.equals(each.serial))
                .findFirst()
                .orElseThrow(() -> new No("原交易不存在"));
        if (trial.undone) {
            throw new No("原交易已退款");
        }
        Calculated settled = trial.calculated;
        if (Yuan.fen("totalexpense", required(in, "totalexpense"))
                != settled.split().scopeFen()) {
            throw new No("退款金额与原交易不符");
        }
        String own = serial();
        pool.cancelSettlement(trial.stay, own);
        trial.undone = true;
        identify(in, out);
        Amounts.writeRefund(settled, out.put("translsh", own));
        balances(trial.stay.person, out);
    }

    private void day(JsonNode in, ObjectNode out) {
        var entries = pool.entries(required(in, "daycollate"));
        long fund = 0;
        long cash = 0;
        for (Pool.Entry entry : entries) {
            fund += entry.sign() * entry.amounts().payment().basicFen();
            cash += entry.sign() * Amounts.cashFen(entry.amounts());
        }
        boolean same = in.path("daycount").asInt() == entries.size()
                && Yuan.fen("totaltcpay", required(in, "totaltcpay")) == fund
                && Yuan.fen("totalcashpay", required(in, "totalcashpay")) == cash;
        if (!same) {
            throw new No("日对账不平，中心笔数" + entries.size() + "，统筹支付" + Yuan.of(fund));
        }
        out.put("daycollate", in.path("daycollate").asText()).put("resultcollate", "0");
    }

    private String serial() {
        return "%012d".formatted(++serials);
    }

    private static String required(JsonNode in, String field) {
        String value = in.path(field).asText("");
        if (value.isEmpty()) {
            throw new No("参数" + field + "不能为空");
        }
        return value;
    }
}
