package io.wutong.store;

import io.wutong.catalogue.CatalogueMapping;
import io.wutong.catalogue.MappingState;
import io.wutong.catalogue.rules.Validity;
import io.wutong.visit.Bill;
import io.wutong.visit.ChargeBatch;
import io.wutong.visit.ChargeBatchState;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Mids;
import io.wutong.visit.PersonVisit;
import io.wutong.visit.SpecialAttribute;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;

/** Visits, their fee lines, and what the lines stand for. */
final class VisitTables {

    static final Table<Visit> VISIT = Table.of(Visit.class, "visit", 2)
            .text("node", Visit::node)
            .text("mdtrt_id", Visit::mdtrtId)
            .text("side", v -> v.side().name())
            .text("state", v -> v.state().name())
            .text("psn_no", Visit::psnNo)
            .text("insutype", Visit::insutype)
            .text("med_type", Visit::medType)
            .text("fixmedins_code", Visit::fixmedinsCode)
            .text("fixmedins_name", Visit::fixmedinsName)
            .text("settlement_level", Visit::settlementLevel)
            .text("care_area", Visit::careArea)
            .text("home_area", Visit::homeArea)
            .text("ipt_otp_no", Visit::iptOtpNo)
            .text("admitted_at", Visit::admittedAt)
            .text("discharged_at", Visit::dischargedAt)
            .text("diagnosis_code", Visit::diagnosisCode)
            .text("diagnosis_name", Visit::diagnosisName)
            .text("flags", Visit::flags)
            .text("setl_id", Visit::setlId)
            .fen("lines", v -> v.bill().lines())
            .fen("medfee_sum_fen", v -> v.bill().medfeeSumFen())
            .fen("own_pay_fen", v -> v.bill().ownPayFen())
            .fen("over_limit_fen", v -> v.bill().overLimitFen())
            .fen("prior_self_pay_fen", v -> v.bill().priorSelfPayFen())
            .fen("in_scope_fen", v -> v.bill().inScopeFen())
            .text("days", v -> v.bill().daysText())
            .text("psn_type", Visit::psnType)
            .text("disease", Visit::disease)
            .text("mids", v -> v.mids().text())
            .build(c -> new Visit(
                    c.text(),
                    c.text(),
                    Visit.Side.valueOf(c.text()),
                    VisitState.valueOf(c.text()),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.textOrNull(),
                    c.textOrNull(),
                    c.textOrNull(),
                    c.text(),
                    c.textOrNull(),
                    new Bill(c.num(), c.num(), c.num(), c.num(), c.num(), c.num(), Bill.days(c.text())),
                    c.text(),
                    c.textOrNull(),
                    Mids.parse(c.text())));

    static final Table<PersonVisit> PERSON_VISIT = Table.of(PersonVisit.class, "person_visit", 3)
            .text("node", PersonVisit::node)
            .text("psn_no", PersonVisit::psnNo)
            .text("mdtrt_id", PersonVisit::mdtrtId)
            .build(c -> new PersonVisit(c.text(), c.text(), c.text()));

    static final Table<FeeLine> FEE_LINE = Table.of(FeeLine.class, "fee_line", 3)
            .text("node", FeeLine::node)
            .text("mdtrt_id", FeeLine::mdtrtId)
            .text("feedetl_sn", FeeLine::feedetlSn)
            .text("med_list_codg", FeeLine::medListCodg)
            .text("cnt", FeeLine::cnt)
            .text("pric", FeeLine::pric)
            .fen("amount_fen", FeeLine::amountFen)
            .text("level", FeeLine::level)
            .text("ratio", FeeLine::ratio)
            .fen("own_pay_fen", FeeLine::ownPayFen)
            .fen("over_limit_fen", FeeLine::overLimitFen)
            .fen("prior_self_pay_fen", FeeLine::priorSelfPayFen)
            .fen("in_scope_fen", FeeLine::inScopeFen)
            .bool("voided", FeeLine::voided)
            .text("fee_time", l -> l.detail().feeTime())
            .text("local_code", l -> l.detail().localCode())
            .text("local_name", l -> l.detail().localName())
            .text("approval", l -> l.detail().approval())
            .text("init_sn", l -> l.detail().initSn())
            .text("hilist_code", l -> l.detail().hilistCode())
            .text("price_max", l -> l.detail().priceMax())
            .bool("limited", l -> l.detail().limited())
            .text("charge_type", l -> l.detail().chargeType())
            .text("memo", l -> l.detail().memo())
            .bool("unmapped", l -> l.detail().unmapped())
            .text("batch", l -> l.detail().batch())
            .build(c -> new FeeLine(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.num(),
                    c.text(),
                    c.text(),
                    c.num(),
                    c.num(),
                    c.num(),
                    c.num(),
                    c.bool(),
                    new FeeLine.Detail(
                            c.text(), c.text(), c.text(), c.text(), c.text(), c.text(), c.text(), c.bool(), c.text(),
                            c.text(), c.bool(), c.text())));

    static final Table<ChargeBatch> CHARGE_BATCH = Table.of(ChargeBatch.class, "charge_batch", 3)
            .text("node", ChargeBatch::node)
            .text("mdtrt_id", ChargeBatch::mdtrtId)
            .text("batch", ChargeBatch::batch)
            .text("state", c -> c.state().name())
            .text("setl_id", ChargeBatch::setlId)
            .text("disease", ChargeBatch::disease)
            .fen("lines", c -> c.bill().lines())
            .fen("medfee_sum_fen", c -> c.bill().medfeeSumFen())
            .fen("own_pay_fen", c -> c.bill().ownPayFen())
            .fen("over_limit_fen", c -> c.bill().overLimitFen())
            .fen("prior_self_pay_fen", c -> c.bill().priorSelfPayFen())
            .fen("in_scope_fen", c -> c.bill().inScopeFen())
            .text("days", c -> c.bill().daysText())
            .build(c -> new ChargeBatch(
                    c.text(),
                    c.text(),
                    c.text(),
                    ChargeBatchState.valueOf(c.text()),
                    c.textOrNull(),
                    c.text(),
                    new Bill(c.num(), c.num(), c.num(), c.num(), c.num(), c.num(), Bill.days(c.text()))));

    static final Table<CatalogueMapping> CATALOGUE_MAPPING = Table.of(CatalogueMapping.class, "catalogue_mapping", 3)
            .text("node", CatalogueMapping::node)
            .text("fixmedins_code", CatalogueMapping::fixmedinsCode)
            .text("local_code", CatalogueMapping::localCode)
            .text("local_name", CatalogueMapping::localName)
            .text("sent_code", CatalogueMapping::sentCode)
            .text("state", m -> m.state().name())
            .text("code", CatalogueMapping::code)
            .text("reason", CatalogueMapping::reason)
            .text("valid_from", m -> m.validity().fromText())
            .text("valid_to", m -> m.validity().toText())
            .text("decided_by", CatalogueMapping::by)
            .time("at", CatalogueMapping::at)
            .build(c -> new CatalogueMapping(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    MappingState.valueOf(c.text()),
                    c.text(),
                    c.text(),
                    Validity.parse(c.text(), c.text()),
                    c.text(),
                    c.time()));

    static final Table<SpecialAttribute> SPECIAL_ATTRIBUTE = Table.of(SpecialAttribute.class, "special_attribute", 3)
            .text("node", SpecialAttribute::node)
            .text("mdtrt_id", SpecialAttribute::mdtrtId)
            .text("detl_id", SpecialAttribute::detlId)
            .text("fixmedins_code", SpecialAttribute::fixmedinsCode)
            .text("psn_no", SpecialAttribute::psnNo)
            .text("ipt_otp_no", SpecialAttribute::iptOtpNo)
            .text("kind", SpecialAttribute::kind)
            .text("flag", SpecialAttribute::flag)
            .text("memo", SpecialAttribute::memo)
            .time("at", SpecialAttribute::at)
            .build(c -> new SpecialAttribute(
                    c.text(), c.text(), c.text(), c.text(), c.text(), c.text(), c.text(), c.text(), c.text(),
                    c.time()));

    private VisitTables() {}
}
