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
import io.wutong.spi.Value;
import io.wutong.topology.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** 5301, 5302 and 5304 at a home with a policy: what stands, of the person file and of what hospitals have filed. */
public final class ListFilings implements HomeSide {

    private static final List<String> OF_PERSON = List.of("psn_cert_type", "certno", "psn_name", "gend", "brdy");

    private final HomeFiling.Kind kind;
    private final String part;

    private ListFilings(HomeFiling.Kind kind, String part) {
        this.kind = kind;
        this.part = part;
    }

    /** 5301. */
    public static ListFilings chronic() {
        return new ListFilings(HomeFiling.Kind.CHRONIC, "feedetail");
    }

    /** 5302. */
    public static ListFilings designated() {
        return new ListFilings(HomeFiling.Kind.DESIGNATED, "psnfixmedin");
    }

    /** 5304. */
    public static ListFilings referrals() {
        return new ListFilings(HomeFiling.Kind.REFERRAL, "refmedin");
    }

    @Override
    public Needs needs(Message message, Node home) {
        String psnNo = message.data("data").textOr("psn_no", "");
        return Needs.rows(Person.key(home.id(), psnNo)).and(Needs.groups(HomeFiling.of(home.id(), psnNo)));
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        Body data = message.data("data");
        String psnNo = Envelope.required(data, "psn_no");
        Insured person = rows.one(Person.key(home.id(), psnNo))
                .orElseThrow(Fault.PERSON::refusal)
                .read();
        List<Body> found = new ArrayList<>();
        if (kind == HomeFiling.Kind.CHRONIC) {
            found.addAll(person.chronic());
        }
        for (HomeFiling filing : HomeFiling.standing(rows.all(HomeFiling.of(home.id(), psnNo)), kind)) {
            Body said = filing.said();
            if (asked(data, filing, said)) {
                found.add(
                        switch (kind) {
                            case CHRONIC -> chronic(filing, said);
                            case DESIGNATED -> designated(filing, said);
                            default -> referral(filing, said, person);
                        });
            }
        }
        return Reply.done(Body.builder().put(part, found).build(), List.of(), "");
    }

    /** Of the application's kind, and not wholly before or after the days that are asked about. */
    private static boolean asked(Body data, HomeFiling filing, Body said) {
        String type = data.textOr("biz_appy_type", "");
        String begin = data.textOr("begntime", "");
        String end = data.textOr("endtime", "");
        return (type.isEmpty() || type.equals(said.textOr("biz_appy_type", "")))
                && (filing.to().isEmpty() || begin.isEmpty() || begin.compareTo(filing.to() + " 99") <= 0)
                && (end.isEmpty() || filing.from().compareTo(end) <= 0);
    }

    private static Body chronic(HomeFiling filing, Body said) {
        return Body.builder()
                .put("opsp_dise_code", filing.code())
                .put("opsp_dise_name", said.textOr("opsp_dise_name", ""))
                .put("begndate", filing.from())
                .put("enddate", filing.to())
                .build();
    }

    private static Body designated(HomeFiling filing, Body said) {
        return Body.builder()
                .put("psn_no", filing.psnNo())
                .put("insutype", said.textOr("insutype", ""))
                .put("fix_srt_no", said.textOr("fix_srt_no", ""))
                .put("fixmedins_code", filing.code())
                .put("fixmedins_name", said.textOr("fixmedins_name", ""))
                .put("begndate", filing.from())
                .put("enddate", filing.to())
                .put("memo", said.textOr("memo", ""))
                .build();
    }

    /** What was filed, with who it is. */
    private static Body referral(HomeFiling filing, Body said, Insured person) {
        Body.Builder row = Body.builder();
        said.fields().forEach(row::put);
        for (String field : OF_PERSON) {
            Value value = person.baseinfo().get(field);
            row.put(field, value == null ? Value.Null.NULL : value);
        }
        return row.put("dcla_souc", "02")
                .put("trt_dcla_detl_sn", filing.sn())
                .put("out_flag", "1")
                .put("begndate", filing.from())
                .put("enddate", filing.to())
                .build();
    }
}
