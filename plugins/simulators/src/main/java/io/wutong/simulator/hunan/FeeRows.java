package io.wutong.simulator.hunan;

import io.wutong.simulator.pool.Element;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Saves and lists fee rows: one wrong row fails the whole call, the same row again is taken once. */
final class FeeRows {

    /** The server's own limit; callers send 100. */
    static final int ROWS_MAX = 300;

    private static final List<String> REQUIRED =
            List.of("aaz213", "ake003", "ake005", "ake006", "ake007", "bka040", "akc226", "aae019");

    private FeeRows() {}

    static void save(Visit visit, List<Element> rows) {
        if (rows.isEmpty() || rows.size() > ROWS_MAX) {
            throw new Refusal("每次上传费用明细应为1至" + ROWS_MAX + "条");
        }
        Map<String, Visit.Fee> after = new LinkedHashMap<>(visit.fees);
        rows.forEach(row -> add(after, row));
        visit.fees.putAll(after);
    }

    private static void add(Map<String, Visit.Fee> fees, Element row) {
        for (String field : REQUIRED) {
            if (row.get(field).isEmpty()) {
                throw new Refusal("费用明细" + field + "不能为空");
            }
        }
        Map<String, String> fields = new LinkedHashMap<>();
        row.children.forEach(field -> fields.put(field.name, row.get(field.name)));
        String sequence = row.get("aaz213");
        if (sequence.length() > 20) {
            throw new Refusal("费用明细序号超长");
        }
        long fen = Yuan.fen("aae019", row.get("aae019"));
        boolean refund = fen < 0 || new BigDecimal(row.get("akc226")).signum() < 0;
        Visit.Fee fee = new Visit.Fee(fields, fen, refund ? row.get("bka062") : null);
        Visit.Fee before = fees.get(sequence);
        if (before != null) {
            if (!before.fields().equals(fields)) {
                throw new Refusal("费用明细序号" + sequence + "重复且内容不同");
            }
            return;
        }
        if (refund) {
            checkRefund(fees, fee);
        }
        fees.put(sequence, fee);
    }

    private static void checkRefund(Map<String, Visit.Fee> fees, Visit.Fee refund) {
        Visit.Fee original = fees.get(String.valueOf(refund.refunds()));
        if (original == null) {
            throw new Refusal("退费明细找不到原费用序号");
        }
        long refunded = fees.values().stream()
                .filter(fee -> String.valueOf(refund.refunds()).equals(fee.refunds()))
                .mapToLong(Visit.Fee::fen)
                .sum();
        if (original.fen() + refunded + refund.fen() < 0) {
            throw new Refusal("退费金额超过原费用");
        }
    }

    static void list(Visit visit, Element answer) {
        for (Visit.Fee fee : visit.fees.values()) {
            Element row = answer.addRow("feeinfo");
            fee.fields().forEach(row::put);
        }
    }
}
