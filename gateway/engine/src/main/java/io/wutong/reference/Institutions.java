package io.wutong.reference;

import io.wutong.coverage.Institution;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Message;
import io.wutong.exchange.Step;
import io.wutong.spi.Body;
import java.util.Comparator;
import java.util.List;

/** 1201: designated institutions of one type, by code or by a part of the name. */
final class Institutions {

    private static final int ROWS_MAX = 500;

    private Institutions() {}

    static Step find(Message message) {
        Body asked = message.data("medinsinfo");
        String type = Envelope.required(asked, "fixmedins_type");
        String code = asked.textOr("fixmedins_code", "");
        String name = asked.textOr("fixmedins_name", "");
        List<Body> found = message.directory().institutions().values().stream()
                .filter(one -> one.type().equals(type))
                .filter(one -> code.isEmpty() || one.code().equals(code))
                .filter(one -> one.name().contains(name))
                .sorted(Comparator.comparing(Institution::code))
                .limit(ROWS_MAX + 1L)
                .map(Institutions::row)
                .toList();
        if (found.size() > ROWS_MAX) {
            throw Fault.FIELD.refusal("fixmedins_name", "符合条件的机构超过" + ROWS_MAX + "家，请填写编号或名称");
        }
        return Step.answer(Body.builder().put("medinsinfo", found).build(), List.of());
    }

    private static Body row(Institution one) {
        return Body.builder()
                .put("fixmedins_code", one.code())
                .put("fixmedins_name", one.name())
                .put("uscc", one.uscc())
                .put("fixmedins_type", one.type())
                .put("hosp_lv", one.hospLv())
                .build();
    }
}
