package io.wutong.simulator.national;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wutong.simulator.pool.Calculated;
import io.wutong.simulator.pool.No;
import io.wutong.simulator.pool.Person;
import io.wutong.simulator.pool.Pool;
import io.wutong.simulator.pool.Split;
import io.wutong.simulator.pool.Stay;
import io.wutong.simulator.pool.Yuan;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The transactions of a stay at a home that calculates on the split sums of the settlement itself. */
final class Transactions {

    private static final String DISCHARGED = "discharged";

    private final Pool pool;
    private final boolean signIn;
    private final DayBook days;
    private final Set<String> signNos = new HashSet<>();
    /** What each message did, so that 2601 can undo it; a message seen only there is refused for ever. */
    private final Map<String, Runnable> effects = new HashMap<>();

    private final Set<String> reversed = new HashSet<>();
    /** An outpatient's charge batches, each settled by itself, by the visit and the batch. */
    private final Map<String, Stay> batches = new LinkedHashMap<>();

    private boolean dischargeFirst;
    private int serials;

    Transactions(Pool pool, boolean signIn) {
        this.pool = pool;
        this.signIn = signIn;
        days = new DayBook(pool);
    }

    /** 9102. */
    synchronized byte[] file(JsonNode in) {
        return days.file(in.path("fsDownloadIn").path("file_qury_no").asText());
    }

    void numberFrom(int serial) {
        serials = serial;
    }

    synchronized void wantDischargeFirst() {
        dischargeFirst = true;
    }

    synchronized void forgetSignIns() {
        signNos.clear();
    }

    synchronized ObjectNode call(JsonNode envelope, JsonNode in) {
        String infno = envelope.path("infno").asText();
        String msgid = envelope.path("msgid").asText();
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        if (infno.equals("9001")) {
            String number = "QD%08d".formatted(++serials);
            signNos.add(number);
            out.putObject("signinoutb").put("sign_no", number).put("sign_time", pool.now());
            return out;
        }
        if (signIn && !signNos.contains(envelope.path("sign_no").asText())) {
            throw new No("未签到或签到已失效");
        }
        if (reversed.contains(msgid)) {
            throw new No("该报文已被冲正");
        }
        JsonNode data = in.path("data");
        switch (infno) {
            case "1101" -> person(data, out);
            case "2001" -> entitlement(data, out);
            case "2201" -> register(data, envelope, out, msgid);
            case "2203", "2203A" -> stay(in.path("mdtrtinfo"));
            case "2401" -> admit(in.path("mdtrtinfo"), envelope, out, msgid);
            case "2402" -> discharge(in.path("dscginfo"));
            case "2405" -> stay(data).notes.remove(DISCHARGED);
            case "2403" -> stay(data);
            case "2202", "2404" -> cancelVisit(stay(data));
            case "2206", "2303" -> Answers.settlement(calculate(data), batch(data), "", "", pool, out);
            case "2207", "2304" -> settle(data, out, msgid);
            case "2208", "2305" -> cancel(data, out, msgid);
            case "2601" -> reverse(data);
            case "5203" -> find(data, out);
            case "3201" -> days.totals(data, out);
            case "3202" -> days.detail(data, out);
            case "9101" -> days.upload(in.path("fsUploadIn"), out);
            default -> throw new No("不支持的交易");
        }
        return out;
    }

    private void person(JsonNode data, ObjectNode out) {
        String certificate =
                data.path("certno").asText(data.path("mdtrt_cert_no").asText(""));
        Person person = pool.byCertificate(
                        certificate.isEmpty() ? data.path("mdtrt_cert_no").asText() : certificate)
                .orElseThrow(() -> new No("未查询到人员信息"));
        Answers.person(person, pool, out);
    }

    private void entitlement(JsonNode data, ObjectNode out) {
        Person person = pool.person(required(data, "psn_no")).orElseThrow(() -> new No("人员编号不存在"));
        out.putArray("trtinfo")
                .addObject()
                .put("psn_no", person.number())
                .put("trt_chk_type", "01")
                .put("fund_pay_type", person.resident() ? "390100" : "310100")
                .put("trt_enjymnt_flag", person.frozen() ? "0" : "1")
                .put("trt_chk_rslt", person.frozen() ? "待遇已冻结" : "");
    }

    private void admit(JsonNode info, JsonNode envelope, ObjectNode out, String msgid) {
        Person person = pool.person(required(info, "psn_no")).orElseThrow(() -> new No("人员编号不存在"));
        required(info, "begntime");
        String stayNo = envelope.path("fixmedins_code").asText() + "/" + required(info, "ipt_no");
        Stay stay = pool.admit(person, "99" + pool.today(), stayNo);
        effects.put(msgid, () -> pool.cancelAdmission(stay));
        out.putObject("result").put("mdtrt_id", stay.number).put("region_extension", "R1");
    }

    /** An outpatient's visit. */
    private void register(JsonNode data, JsonNode envelope, ObjectNode out, String msgid) {
        Person person = pool.person(required(data, "psn_no")).orElseThrow(() -> new No("人员编号不存在"));
        required(data, "begntime");
        String visitNo = envelope.path("fixmedins_code").asText() + "/" + required(data, "ipt_otp_no");
        Stay visit = pool.admit(person, "98" + pool.today(), visitNo);
        effects.put(msgid, () -> pool.cancelAdmission(visit));
        out.putObject("data")
                .put("mdtrt_id", visit.number)
                .put("psn_no", person.number())
                .put("ipt_otp_no", required(data, "ipt_otp_no"));
    }

    private Stay stay(JsonNode data) {
        Stay stay = pool.stay(required(data, "mdtrt_id"));
        if (!required(data, "psn_no").equals(stay.person.number())) {
            throw new No("人员编号与就诊ID不符");
        }
        return stay;
    }

    private void discharge(JsonNode info) {
        Stay stay = stay(info);
        if (stay.notes.putIfAbsent(DISCHARGED, required(info, "endtime")) != null && dischargeFirst) {
            throw new No("该患者已办理出院登记");
        }
    }

    private void cancelVisit(Stay visit) {
        batchesOf(visit).forEach(pool::cancelAdmission);
        batches.keySet().removeIf(key -> key.startsWith(visit.number + "/"));
        pool.cancelAdmission(visit);
    }

    /** What is settled: of an outpatient the charge batch, of a stay all of it. */
    private Stay batch(JsonNode data) {
        Stay visit = stay(data);
        String number = data.path("chrg_bchno").asText("");
        return number.isEmpty()
                ? visit
                : batches.computeIfAbsent(
                        visit.number + "/" + number, key -> openBatch(visit, visit.stayNo + "/" + number));
    }

    private Stay openBatch(Stay visit, String stayNo) {
        Stay batch = pool.admit(visit.person, "97" + pool.today(), stayNo);
        batch.notes.put("visit", visit.number);
        return batch;
    }

    private List<Stay> batchesOf(Stay visit) {
        return batches.entrySet().stream()
                .filter(batch -> batch.getKey().startsWith(visit.number + "/"))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** What of a visit is settled under that number or, for an empty one, was settled last. */
    private Optional<Stay> settled(Stay visit, String setlId) {
        return Stream.concat(Stream.of(visit), batchesOf(visit).stream())
                .filter(stay -> stay.settlement() != null)
                .filter(stay -> setlId.isEmpty() || setlId.equals(stay.notes.get("setl_id")))
                .max(Comparator.comparing(stay -> String.valueOf(stay.notes.get("setl_id"))));
    }

    private Calculated calculate(JsonNode data) {
        Stay stay = batch(data);
        Split split = new Split(
                yuan(data, "fulamt_ownpay_amt") + yuan(data, "overlmt_selfpay"),
                yuan(data, "preselfpay_amt"),
                yuan(data, "inscp_scp_amt"));
        if (split.totalFen() != yuan(data, "medfee_sumamt")) {
            throw new No("医疗费总额与分项合计不符");
        }
        return pool.calculate(stay, split, data.path("acct_used_flag").asText().equals("1"));
    }

    private void settle(JsonNode data, ObjectNode out, String msgid) {
        Stay stay = batch(data);
        if (dischargeFirst && data.path("chrg_bchno").isMissingNode() && !stay.notes.containsKey(DISCHARGED)) {
            throw new No("未办理出院登记，不能结算");
        }
        Calculated calculated = calculate(data);
        String id = "S" + stay.person.area() + "%010d".formatted(++serials); // unique in the nation
        pool.settle(stay, calculated, id);
        stay.notes.put("setl_id", id);
        stay.notes.put("msgid", msgid);
        effects.put(msgid, () -> pool.cancelSettlement(stay, "R" + id));
        Answers.settlement(calculated, stay, id, msgid, pool, out);
    }

    private void cancel(JsonNode data, ObjectNode out, String msgid) {
        Stay stay = settled(stay(data), required(data, "setl_id")).orElseThrow(() -> new No("结算信息不存在或已撤销"));
        String id = "S" + stay.person.area() + "%010d".formatted(++serials); // unique in the nation
        Calculated settled = pool.cancelSettlement(stay, id);
        String original = String.valueOf(stay.notes.get("setl_id"));
        effects.put(msgid, () -> {
            pool.settle(stay, settled, original);
            stay.notes.put("setl_id", original);
        });
        Answers.cancellation(settled, stay, id, original, msgid, pool, out);
    }

    /** Undoes what it finds; of a message that has not come it sees to it that it never does. */
    private void reverse(JsonNode data) {
        String original = required(data, "omsgid");
        required(data, "oinfno");
        Runnable undo = effects.remove(original);
        if (undo != null) {
            undo.run();
        } else if (!reversed.add(original)) {
            throw new No("未找到原交易");
        }
    }

    private void find(JsonNode data, ObjectNode out) {
        Stay stay = settled(stay(data), data.path("setl_id").asText("")).orElseThrow(() -> new No("未查询到结算信息"));
        Answers.settlement(
                Objects.requireNonNull(stay.settlement()),
                stay,
                String.valueOf(stay.notes.get("setl_id")),
                String.valueOf(stay.notes.get("msgid")),
                pool,
                out);
    }

    private static long yuan(JsonNode data, String field) {
        return Yuan.fen(field, new BigDecimal(required(data, field)).toPlainString());
    }

    private static String required(JsonNode in, String field) {
        String value = in.path(field).asText("");
        if (value.isEmpty()) {
            throw new No(field + "不能为空");
        }
        return value;
    }
}
