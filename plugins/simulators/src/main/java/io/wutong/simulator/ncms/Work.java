package io.wutong.simulator.ncms;

import io.vertx.sqlclient.Row;
import io.wutong.simulator.pool.Calculated;
import io.wutong.simulator.pool.No;
import io.wutong.simulator.pool.Person;
import io.wutong.simulator.pool.Pool;
import io.wutong.simulator.pool.Split;
import io.wutong.simulator.pool.Stay;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the scheme does with the rows that it took. */
final class Work {

    private static final String OWN_NUMBER = "99";

    private final Pool pool;

    Work(Pool pool) {
        this.pool = pool;
    }

    static BigDecimal yuan(long fen) {
        return BigDecimal.valueOf(fen, 2);
    }

    static LocalDate birthday(Person person) {
        return LocalDate.parse(person.birthday(), DateTimeFormatter.BASIC_ISO_DATE);
    }

    @Nullable
    Person person(@Nullable String idType, @Nullable String idNo, @Nullable String cardNo) {
        if (OWN_NUMBER.equals(idType)) {
            return pool.person(String.valueOf(idNo)).orElse(null);
        }
        return idNo == null
                ? pool.person(String.valueOf(cardNo)).orElse(null)
                : pool.byCertificate(idNo).orElse(null);
    }

    private Stay stay(Row row) {
        String visitNo = row.getString("visit_no");
        return pool.stays().stream()
                .filter(stay -> stay.stayNo.equals(visitNo) && stay.state() != Stay.State.CANCELLED)
                .findFirst()
                .orElseThrow(() -> new No("该住院号没有登记"));
    }

    /** The registration's number. */
    String register(Row row, boolean cancels) {
        if (cancels) {
            Stay stay = stay(row);
            pool.cancelAdmission(stay);
            return stay.number;
        }
        Person person = pool.person(row.getString("person_no")).orElseThrow(() -> new No("个人编号不存在"));
        return pool.admit(person, "R", row.getString("visit_no")).number;
    }

    /** Takes a batch; what is wrong with it, {@code ""} for nothing. */
    String fees(List<Row> batch) {
        Row head = batch.stream()
                .filter(row -> row.getInteger("batch_cnt") != null)
                .findFirst()
                .orElse(batch.get(0));
        BigDecimal sum = batch.stream().map(row -> amount(row, "amt")).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (!Objects.equals(head.getInteger("batch_cnt"), batch.size())
                || sum.compareTo(amount(head, "batch_amt")) != 0) {
            return "批次不完整";
        }
        try {
            for (Row row : batch) {
                Stay stay = stay(row);
                BigDecimal product = amount(row, "price").multiply(amount(row, "qty"));
                if (product.compareTo(amount(row, "amt")) != 0) {
                    throw new No("单价乘数量不等于金额");
                }
                Integer original = row.getInteger("orig_seq");
                if (original == null) {
                    stay.rows.put(String.valueOf(row.getInteger("seq")), split(row));
                } else {
                    refund(stay, original.toString(), row);
                }
            }
            return "";
        } catch (No refused) {
            return refused.text();
        }
    }

    /** In part, or as a whole; never more than there was. */
    private static void refund(Stay stay, String original, Row row) {
        Split before = stay.rows.get(original);
        if (before == null) {
            throw new No("原费用行不存在");
        }
        Split left = before.plus(split(row));
        if (left.totalFen() < 0) {
            throw new No("退费超过原费用");
        }
        if (left.totalFen() == 0) {
            stay.rows.remove(original);
        } else {
            stay.rows.put(original, left);
        }
    }

    private static Split split(Row row) {
        long fen = fen(row, "amt");
        return switch (row.getString("item_scheme")) {
            case "WT-OWN", "WT-OVER" -> new Split(fen, 0, 0);
            case "WT-PRIOR" -> new Split(0, fen, 0);
            case "WT-SCOPE" -> new Split(0, 0, fen);
            case "" -> throw new No("项目未在农合目录中");
            default -> new Split(0, 0, fen); // the sums of the calculation say how lines were split
        };
    }

    private static long fen(Row row, String column) {
        return amount(row, column).movePointRight(2).longValueExact();
    }

    private static BigDecimal amount(Row row, String column) {
        Object value = row.getValue(column);
        return value == null ? BigDecimal.ZERO : new BigDecimal(value.toString());
    }

    /** The columns of the result. */
    Map<String, Object> calculate(Row row, boolean cancels, boolean trial) {
        Stay stay = stay(row);
        if (cancels) {
            String settleNo = stay.notes.getOrDefault("settle_no", "");
            Calculated undone = pool.cancelSettlement(stay, row.getString("biz_id"));
            Map<String, Object> result = result(undone, -1, settleNo + "-", row);
            result.put("orig_settle_no", settleNo);
            return result;
        }
        if (stay.bill().totalFen() != fen(row, "total")) {
            throw new No("费用合计与已上传明细不符");
        }
        Split sums =
                new Split(fen(row, "own_pay") + fen(row, "over_limit"), fen(row, "prior_pay"), fen(row, "in_scope"));
        if (sums.totalFen() != fen(row, "total")) {
            throw new No("费用合计与分项合计不符");
        }
        Calculated calculated = pool.calculate(stay, sums, "1".equals(row.getString("use_account")));
        String settleNo = (trial ? "T" : "S") + stay.number + "-" + stay.notes.size();
        if (!trial) {
            pool.settle(stay, calculated, row.getString("biz_id"));
            stay.notes.put("settle_no", settleNo);
        }
        return result(calculated, 1, settleNo, row);
    }

    private Map<String, Object> result(Calculated calculated, int sign, String settleNo, Row row) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("calc_type", row.getString("calc_type"));
        result.put("settle_no", settleNo);
        result.put("total", yuan(sign * calculated.split().totalFen()));
        result.put("eligible", yuan(sign * calculated.split().scopeFen()));
        result.put("deductible", yuan(sign * calculated.payment().deductibleFen()));
        result.put("fund", yuan(sign * calculated.payment().basicFen()));
        result.put("serious_fund", yuan(sign * calculated.payment().criticalFen()));
        result.put("civil_aid", yuan(0));
        result.put("poverty_aid", yuan(0));
        result.put("account", yuan(sign * calculated.accountFen()));
        result.put("hospital_bear", yuan(0));
        result.put("cash", yuan(sign * calculated.cashFen()));
        return result;
    }
}
