package io.wutong.coverage;

import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.topology.Node;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** 2001 at home: whether a person may have benefits under a coverage. */
public final class Entitlement implements HomeSide {

    @Override
    public Needs needs(Message message, Node home) {
        String psnNo = message.data("data").textOr("psn_no", "");
        return Needs.rows(Person.key(home.id(), psnNo)).and(Needs.groups(HomeFiling.of(home.id(), psnNo)));
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        Body data = message.data("data");
        String psnNo = Envelope.required(data, "psn_no");
        Person person = rows.one(Person.key(home.id(), psnNo)).orElseThrow(Fault.PERSON::refusal);
        String insutype = Envelope.required(data, "insutype");
        String day = day(data).toString();
        Optional<Coverage> coverage = person.read().fromBirth(message).coverage(insutype, day);
        boolean active = coverage.filter(found -> found.covers(day)).isPresent();
        boolean registered = !data.textOr("med_type", "").startsWith("14")
                || person.read()
                        .registered(data.textOr("dise_codg", ""), day(data), rows.all(HomeFiling.of(home.id(), psnNo)));
        boolean enjoys = active && registered;
        Body row = Body.builder()
                .put("psn_no", psnNo)
                .put("trt_chk_type", "01")
                .put("fund_pay_type", insutype.equals("390") ? "390100" : "310100")
                .put("trt_enjymnt_flag", enjoys ? "1" : "0")
                .put("begndate", coverage.map(Coverage::since).orElse(null))
                .put("enddate", (String) null)
                .put("trt_chk_rslt", reason(coverage.isPresent(), active, registered))
                .build();
        return Reply.done(Body.builder().put("trtinfo", List.of(row)).build(), List.of(), "");
    }

    private static String reason(boolean covered, boolean active, boolean registered) {
        if (!covered) {
            return "未参加该险种";
        }
        return !active ? "参保状态不正常" : registered ? "" : "没有该病种的慢特病备案";
    }

    private static LocalDate day(Body data) {
        String time = Envelope.required(data, "begntime");
        try {
            return LocalDate.parse(time.substring(0, Math.min(10, time.length())));
        } catch (DateTimeException e) {
            throw Fault.FIELD.refusal("begntime", "没有这一天");
        }
    }
}
