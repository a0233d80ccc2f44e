package io.wutong.region.guangdong;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Fen;
import io.wutong.spi.Request;
import io.wutong.support.Answers;
import io.wutong.support.Dates;
import io.wutong.support.FieldMap;
import io.wutong.support.Xml;
import io.wutong.support.stay.Entitlement;
import io.wutong.support.stay.Names;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** 1101 and 2001, by 0211: the platform knows a person by the social-security number, or by a certificate. */
final class Persons {

    private static final FieldMap BASEINFO = FieldMap.load(Persons.class, "maps/baseinfo.csv");
    private static final FieldMap INSUINFO = FieldMap.load(Persons.class, "maps/insuinfo.csv");
    private static final FieldMap SETLINFO = FieldMap.load(Persons.class, "maps/setlinfo-person.csv");
    /** What {@code aac002} says when only the certificate is known. */
    private static final String UNKNOWN = "-";

    private final Platform platform;
    private final Inputs inputs;

    Persons(Platform platform, Inputs inputs) {
        this.platform = platform;
        this.inputs = inputs;
    }

    Future<Body> find(Request request, CallContext context) {
        Body data = request.input().body("data");
        String certno = data.text("certno")
                .or(() -> data.textOr("mdtrt_cert_type", "").equals("02")
                        ? data.text("mdtrt_cert_no")
                        : java.util.Optional.empty())
                .orElseThrow(() -> new Refusal("GUANGDONG-CERT", "参保地系统只能按证件号码查询，请补充证件号码"));
        Names names = inputs.names(data, request)
                .with("psn_no", UNKNOWN)
                .with("cert_type", data.textOr("psn_cert_type", "01"))
                .with("certno", certno);
        return identify(names, context)
                .map(identity -> Answers.read(() -> {
                    if (!identity.text("aac044").orElse("").equalsIgnoreCase(certno)) {
                        throw new CallFailure(true, "answer_person");
                    }
                    return Body.builder()
                            .put("baseinfo", BASEINFO.body(identity::text))
                            .put("insuinfo", List.of(INSUINFO.body(identity::text)))
                            .put("idetinfo", List.of())
                            .build();
                }));
    }

    /** A person who is known and refused has no benefits now, and the refusal says why. */
    Future<Body> entitlement(Request request, CallContext context) {
        Body data = request.input().body("data");
        String psnNo = data.text("psn_no").orElseThrow(() -> new Refusal("GUANGDONG-FIELD", "缺少人员编号"));
        String asked = data.textOr("insutype", "");
        String today = Dates.d10(platform.now());
        return identify(inputs.names(data, request).with("psn_no", psnNo), context)
                .map(identity -> Answers.read(() -> {
                    String insutype =
                            INSUINFO.body(checked(identity, psnNo)::text).textOr("insutype", "");
                    boolean same = asked.isEmpty() || asked.equals(insutype);
                    return Entitlement.answer(psnNo, asked.isEmpty() ? insutype : asked, same ? "" : "未参加该险种", today);
                }))
                .recover(failure -> failure instanceof Refusal refusal
                        ? Future.succeededFuture(Entitlement.answer(psnNo, asked, refusal.text(), today))
                        : Future.failedFuture(failure));
    }

    /** The visit's person. */
    Future<Xml> identity(Step step) {
        return identify(inputs.names(Body.EMPTY, step.request()), step.context())
                .map(identity -> checked(identity, step.care().psnNo()));
    }

    private Future<Xml> identify(Names names, CallContext context) {
        Map<String, String> fields = new LinkedHashMap<>(inputs.head(names));
        fields.put("ake007", Dates.d8(platform.now()));
        return platform.call("0211", fields, List.of(), context).map(Platform.Reply::output);
    }

    private static Xml checked(Xml identity, String psnNo) {
        if (!identity.text("aac002").orElse("").equals(psnNo)) {
            throw new CallFailure(true, "answer_person");
        }
        return identity;
    }

    Body setlinfo(Xml identity) {
        return Answers.read(() -> SETLINFO.body(identity::text));
    }

    static @Nullable Long balance(Xml identity) {
        return Answers.read(() ->
                identity.text("akc252").map(yuan -> Fen.parse("akc252", yuan)).orElse(null));
    }
}
