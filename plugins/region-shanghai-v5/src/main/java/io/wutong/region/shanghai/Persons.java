package io.wutong.region.shanghai;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.Fen;
import io.wutong.spi.Request;
import io.wutong.support.Answers;
import io.wutong.support.Dates;
import io.wutong.support.FieldMap;
import io.wutong.support.stay.Entitlement;
import io.wutong.support.stay.Refusal;
import io.wutong.support.stay.Step;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** 1101 and 2001, by the account query SM01: a card's holder, balances, and sixteen flags in one text. */
final class Persons {

    private static final FieldMap BASEINFO = FieldMap.load(Persons.class, "maps/baseinfo.csv");
    private static final FieldMap INSUINFO = FieldMap.load(Persons.class, "maps/insuinfo.csv");
    private static final FieldMap SETLINFO = FieldMap.load(Persons.class, "maps/setlinfo-person.csv");

    private static final String VOUCHER = "01";
    private static final String ID_CARD = "02";
    private static final String CARDTYPE_VOUCHER = "3";
    /** Positions in the flags, from 1. */
    private static final int SPECIAL = 4;

    private static final int FROZEN = 5;
    private static final int COVERAGE = 12;

    private final ShanghaiConfig config;
    private final FrontMachine machine;

    Persons(ShanghaiConfig config, FrontMachine machine) {
        this.config = config;
        this.machine = machine;
    }

    Future<Body> find(Request request, CallContext context) {
        Body data = request.input().body("data");
        return credential(data, request, context)
                .compose(card -> machine.call("SM01", card, request.opter(), context))
                .map(account -> Answers.read(() -> {
                    if (data.text("psn_name")
                            .filter(name -> !name.equals(account.textOr("personname", "")))
                            .isPresent()) {
                        throw new CallFailure(true, "answer_person");
                    }
                    Function<String, Optional<String>> known = source(account, data);
                    return Body.builder()
                            .put("baseinfo", BASEINFO.body(known))
                            .put("insuinfo", List.of(INSUINFO.body(known)))
                            .put("idetinfo", List.of())
                            .build();
                }));
    }

    /** An e-voucher is decoded first; a certificate and a card number are asked for as they are. */
    private Future<Body> credential(Body data, Request request, CallContext context) {
        String number = data.textOr("mdtrt_cert_no", "");
        String kind = data.textOr("mdtrt_cert_type", "");
        Optional<String> certificate =
                data.text("certno").or(() -> kind.equals(ID_CARD) ? data.text("mdtrt_cert_no") : Optional.empty());
        if (kind.equals(VOUCHER) && certificate.isEmpty()) {
            Body scan = Body.builder()
                    .put("orgId", config.institution())
                    .put("ecQrCode", number)
                    .put("businessType", "01103")
                    .put("operatorId", request.opter())
                    .put("operatorName", request.opter())
                    .build();
            return machine.call("SE01", scan, request.opter(), context)
                    .map(answer ->
                            card(CARDTYPE_VOUCHER, answer.textOr("ecToken", "")).build());
        }
        if (certificate.isPresent()) {
            return Future.succeededFuture(
                    card(config.cardtypeOfCertificate(), certificate.get()).build());
        }
        if (number.isEmpty()) {
            throw new Refusal("SHANGHAI-CERT", "参保地系统需要证件号码、电子凭证或卡号");
        }
        return Future.succeededFuture(card(config.cardtypeOfNumber(), number).build());
    }

    Body.Builder card(String type, String data) {
        return Body.builder().put("cardtype", type).put("carddata", data);
    }

    Future<Body> entitlement(Request request, CallContext context) {
        Body data = request.input().body("data");
        String psnNo = data.text("psn_no").orElseThrow(() -> new Refusal("SHANGHAI-FIELD", "缺少人员编号"));
        Body card = card(config.cardtypeOfNumber(), psnNo).build();
        return machine.call("SM01", card, request.opter(), context)
                .map(account -> Answers.read(() -> {
                    String insutype =
                            INSUINFO.body(source(checked(account, psnNo), data)).textOr("insutype", "");
                    String asked = data.textOr("insutype", insutype);
                    String reason =
                            flag(account, FROZEN).equals("1") ? "账户已封存" : asked.equals(insutype) ? "" : "未参加该险种";
                    return Entitlement.answer(psnNo, asked, reason, Dates.d10(machine.now()));
                }));
    }

    /** The account of the visit's person. */
    Future<Body> account(Step step) {
        String psnNo = step.care().psnNo();
        Body card = card(config.cardtypeOfNumber(), psnNo).build();
        return machine.call("SM01", card, step.request().opter(), step.context())
                .map(account -> checked(account, psnNo));
    }

    private static Body checked(Body account, String psnNo) {
        if (!account.textOr("cardid", "").equals(psnNo)) {
            throw new CallFailure(true, "answer_person");
        }
        return account;
    }

    Body setlinfo(Body account) {
        return Answers.read(() -> SETLINFO.body(source(account, Body.EMPTY)));
    }

    /** The flag that every later message repeats. */
    static String special(Body account) {
        return flag(account, SPECIAL);
    }

    private static String flag(Body account, int position) {
        String flags = account.textOr("accountattr", "");
        if (flags.length() < position) {
            throw new CallFailure(true, "answer_flags");
        }
        return flags.substring(position - 1, position);
    }

    private Function<String, Optional<String>> source(Body account, Body data) {
        return name -> switch (name) {
            case "@coverage" -> Optional.of(flag(account, COVERAGE));
            case "@sealed" -> Optional.of(flag(account, FROZEN));
            case "@balance" -> Optional.of(Fen.format(Amounts.balance(account)));
            case "@area" -> Optional.of(config.region());
            case "@certno" -> data.text("certno").or(() -> data.text("mdtrt_cert_no"));
            default -> account.text(name);
        };
    }
}
