package io.wutong.store;

import io.wutong.benefit.Accumulator;
import io.wutong.benefit.Adjustment;
import io.wutong.benefit.Calculation;
import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.catalogue.CatalogueMapping;
import io.wutong.catalogue.MappingState;
import io.wutong.catalogue.rules.Validity;
import io.wutong.charge.Charge;
import io.wutong.charge.ChargeState;
import io.wutong.charge.Sequence;
import io.wutong.coverage.Approval;
import io.wutong.coverage.CoverageTally;
import io.wutong.coverage.HomeFiling;
import io.wutong.coverage.Person;
import io.wutong.coverage.PersonIndex;
import io.wutong.coverage.PersonVersion;
import io.wutong.cure.Claim;
import io.wutong.cure.HomeStay;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.Exchange;
import io.wutong.exchange.Nonce;
import io.wutong.exchange.Pursuit;
import io.wutong.exchange.Remembered;
import io.wutong.exchange.SideCheck;
import io.wutong.exchange.SideState;
import io.wutong.ledger.Entry;
import io.wutong.ledger.EntrySet;
import io.wutong.notice.ChoiceLink;
import io.wutong.notice.Notice;
import io.wutong.notice.NoticeState;
import io.wutong.payment.Deposit;
import io.wutong.payment.InsuredOrder;
import io.wutong.payment.InsuredState;
import io.wutong.payment.Notification;
import io.wutong.payment.OrderState;
import io.wutong.payment.PaymentOrder;
import io.wutong.payment.Refund;
import io.wutong.payment.RefundState;
import io.wutong.payment.Task;
import io.wutong.port.Row;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.PayOrder;
import io.wutong.state.StateChange;
import io.wutong.terminal.TerminalState;
import io.wutong.visit.Bill;
import io.wutong.visit.ChargeBatch;
import io.wutong.visit.ChargeBatchState;
import io.wutong.visit.FeeLine;
import io.wutong.visit.Mids;
import io.wutong.visit.PersonVisit;
import io.wutong.visit.SpecialAttribute;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import io.wutong.work.Lease;
import io.wutong.work.Worker;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every table, in the one order in which rows are locked: message keys, business keys, persons, visits, orders, rest. */
final class Tables {

    static final Table<Exchange> EXCHANGE = Table.of(Exchange.class, "exchange", 3)
            .text("entry_node", Exchange::entryNode)
            .text("fixmedins_code", Exchange::fixmedinsCode)
            .text("msgid", Exchange::msgid)
            .text("infno", Exchange::infno)
            .bytes("hash", e -> HexFormat.of().parseHex(e.hash()))
            .text("state", e -> e.state().name())
            .text("outcome", Exchange::outcome)
            .text("code", Exchange::code)
            .text("result", Exchange::result)
            .text("origin", Exchange::origin)
            .text("trace_id", Exchange::traceId)
            .text("destination", Exchange::destination)
            .integer("attempt", Exchange::attempt)
            .bytes("request", e -> PersonalData.seal(Packed.Kind.REQUEST, e.request()))
            .bytes(
                    "answer",
                    e -> e.answer() == null ? null : PersonalData.seal(Packed.Kind.ANSWER, e.answer(), e.request()))
            .text("care", Exchange::care)
            .bytes("hops", e -> HopLines.write(e.hops()))
            .time("received_at", Exchange::receivedAt)
            .time("answered_at", Exchange::answeredAt)
            .text("bucket", e -> e.pursuit().bucket())
            .fen("epoch", e -> e.pursuit().epoch())
            .text("run", e -> e.pursuit().run())
            .integer("asks", e -> e.pursuit().asks())
            .time("due_at", e -> e.pursuit().dueAt())
            .bool("late", e -> e.pursuit().late())
            .build(Tables::exchange);

    private static final Table<BusinessKey> BUSINESS_KEY = Table.of(BusinessKey.class, "business_key", 3)
            .text("node", BusinessKey::node)
            .text("kind", BusinessKey::kind)
            .text("value", BusinessKey::value)
            .text("state", k -> k.state().name())
            .text("msgid", BusinessKey::msgid)
            .text("result", BusinessKey::result)
            .build(c -> new BusinessKey(
                    c.text(), c.text(), c.text(), BusinessKey.State.valueOf(c.text()), c.text(), c.text()));

    private static final Table<Nonce> NONCE = Table.of(Nonce.class, "nonce", 3)
            .text("caller", Nonce::caller)
            .text("nonce", Nonce::nonce)
            .text("hour", Nonce::hour)
            // to the minute that follows: an index of ranges then hears of a minute, not of each
            .time("at", n -> n.at().truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES))
            .build(c -> new Nonce(c.text(), c.text(), c.text(), c.time()));

    private static final Table<Person> PERSON = Table.of(Person.class, "person", 2)
            .text("node", Person::node)
            .text("psn_no", Person::psnNo)
            .integer("version", Person::version)
            .text("cert_hash", Person::certHash)
            .text("content", p -> PersonalData.seal(p.content()))
            .build(c -> new Person(c.text(), c.text(), c.integer(), c.text(), PersonalData.open(c.text())));

    private static final Table<PersonVersion> PERSON_VERSION = Table.of(PersonVersion.class, "person_version", 3)
            .text("node", PersonVersion::node)
            .text("psn_no", PersonVersion::psnNo)
            .text("version", PersonVersion::version)
            .text("content", p -> PersonalData.seal(p.content()))
            .time("at", PersonVersion::at)
            .build(c -> new PersonVersion(c.text(), c.text(), c.text(), PersonalData.open(c.text()), c.time()));

    private static final Table<PersonIndex> PERSON_INDEX = Table.of(PersonIndex.class, "person_index", 2)
            .text("cert_hash", PersonIndex::certHash)
            .text("area", PersonIndex::area)
            .text("psn_no", PersonIndex::psnNo)
            .build(c -> new PersonIndex(c.text(), c.text(), c.text()));

    private static final Table<HomeFiling> FILING = Table.of(HomeFiling.class, "filing", 3)
            .text("node", HomeFiling::node)
            .text("psn_no", HomeFiling::psnNo)
            .text("sn", HomeFiling::sn)
            .text("kind", f -> f.kind().name())
            .bool("standing", HomeFiling::standing)
            .text("approval", f -> f.approval().name())
            .text("code", HomeFiling::code)
            .text("from_day", HomeFiling::from)
            .text("to_day", HomeFiling::to)
            .text("guard", HomeFiling::guard)
            .text("content", f -> PersonalData.seal(f.content()))
            .time("at", HomeFiling::at)
            .build(c -> new HomeFiling(
                    c.text(),
                    c.text(),
                    c.text(),
                    HomeFiling.Kind.valueOf(c.text()),
                    c.bool(),
                    Approval.valueOf(c.text()),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    PersonalData.open(c.text()),
                    c.time()));

    private static final Table<Accumulator> ACCUMULATOR = Table.of(Accumulator.class, "accumulator", 4)
            .text("node", Accumulator::node)
            .text("psn_no", Accumulator::psnNo)
            .text("insutype", Accumulator::insutype)
            .text("year", Accumulator::year)
            .text("amounts", Accumulator::amounts)
            .build(c -> new Accumulator(c.text(), c.text(), c.text(), c.text(), c.text()));

    private static final Table<Visit> VISIT = Table.of(Visit.class, "visit", 2)
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

    private static final Table<PersonVisit> PERSON_VISIT = Table.of(PersonVisit.class, "person_visit", 3)
            .text("node", PersonVisit::node)
            .text("psn_no", PersonVisit::psnNo)
            .text("mdtrt_id", PersonVisit::mdtrtId)
            .build(c -> new PersonVisit(c.text(), c.text(), c.text()));

    private static final Table<FeeLine> FEE_LINE = Table.of(FeeLine.class, "fee_line", 3)
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

    private static final Table<ChargeBatch> CHARGE_BATCH = Table.of(ChargeBatch.class, "charge_batch", 3)
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

    private static final Table<CatalogueMapping> CATALOGUE_MAPPING = Table.of(
                    CatalogueMapping.class, "catalogue_mapping", 3)
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

    /** Its output stands in the answer of the message that made it, as a rule. */
    static final Table<Settlement> SETTLEMENT = Table.of(Settlement.class, "settlement", 2)
            .text("node", Settlement::node)
            .text("setl_id", Settlement::setlId)
            .text("mdtrt_id", Settlement::mdtrtId)
            .text("psn_no", Settlement::psnNo)
            .text("fixmedins_code", Settlement::fixmedinsCode)
            .text("msgid", Settlement::msgid)
            .text("home_area", Settlement::homeArea)
            .text("state", s -> s.state().name())
            .text("init_setl_id", Settlement::initSetlId)
            .text("cancelled_by", Settlement::cancelledBy)
            .fen("medfee_sum_fen", Settlement::medfeeSumFen)
            .fen("fund_sum_fen", Settlement::fundSumFen)
            .fen("acct_fen", Settlement::acctFen)
            .fen("cash_fen", Settlement::cashFen)
            .fen("hospital_fen", Settlement::hospitalFen)
            .text("order_no", Settlement::orderNo)
            .text("part", Settlement::part)
            .bytes(
                    "output",
                    s -> s.answeredAt() == null ? PersonalData.seal(Packed.Kind.ANSWER, Json.write(s.output())) : null)
            .text("answered_at", Settlement::answeredAt)
            .time("at", Settlement::at)
            .beside(
                    "left join exchange e on e.entry_node = t.answered_at and e.fixmedins_code = t.fixmedins_code"
                            + " and e.msgid = t.msgid",
                    "e.request, e.answer")
            .build(Tables::settlement);

    private static final Table<Calculation> CALCULATION = Table.of(Calculation.class, "calculation", 3)
            .text("node", Calculation::node)
            .text("psn_no", Calculation::psnNo)
            .text("setl_id", Calculation::setlId)
            .text("desk", Calculation::desk)
            .text("insutype", Calculation::insutype)
            .time("at", Calculation::at)
            .bool("standing", Calculation::standing)
            .bytes("basis", k -> PersonalData.seal(Packed.Kind.CALCULATION, Json.write(k.basis())))
            .bytes("now", k -> k.now() == null ? null : PersonalData.sealText(Packed.Kind.CALCULATION, k.now()))
            .build(c -> new Calculation(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.time(),
                    c.bool(),
                    Json.read(c.document()),
                    c.documentOrNull()));

    private static final Table<CoverageTally> COVERAGE_TALLY = Table.of(CoverageTally.class, "coverage_tally", 3)
            .text("node", CoverageTally::node)
            .text("psn_no", CoverageTally::psnNo)
            .text("insutype", CoverageTally::insutype)
            .time("calculated_at", CoverageTally::calculatedAt)
            .fen("account_fen", CoverageTally::accountFen)
            .fen("account_stated_fen", CoverageTally::accountStatedFen)
            .fen("mutual_aid_fen", CoverageTally::mutualAidFen)
            .fen("mutual_aid_stated_fen", CoverageTally::mutualAidStatedFen)
            .build(c -> new CoverageTally(c.text(), c.text(), c.text(), c.time(), c.num(), c.num(), c.num(), c.num()));

    private static final Table<Adjustment> ADJUSTMENT = Table.of(Adjustment.class, "adjustment", 4)
            .text("node", Adjustment::node)
            .text("setl_id", Adjustment::setlId)
            .text("cause", Adjustment::cause)
            .text("fund_pay_type", Adjustment::fundPayType)
            .fen("fund_fen", Adjustment::fen)
            .time("at", Adjustment::at)
            .build(c -> new Adjustment(c.text(), c.text(), c.text(), c.text(), c.num(), c.time()));

    private static final Table<EntrySet> BOOKS = Table.of(EntrySet.class, "entry_set", 2)
            .text("node", EntrySet::node)
            .text("entry_set", EntrySet::set)
            .text("setl_id", EntrySet::setlId)
            .text("lines", set -> EntryLines.write(set.entries()))
            .time("at", EntrySet::at)
            .build(c -> {
                String node = c.text();
                String set = c.text();
                String setlId = c.text();
                List<Entry> entries = EntryLines.read(c.text());
                return new EntrySet(node, set, setlId, c.time(), entries);
            });

    private static final Table<StateChange> STATE_CHANGE = Table.of(StateChange.class, "state_change", 4)
            .text("node", StateChange::node)
            .text("subject", StateChange::subject)
            .text("id", StateChange::id)
            .text("serial", StateChange::serial)
            .text("from_state", StateChange::from)
            .text("event", StateChange::event)
            .text("to_state", StateChange::to)
            .text("cause", StateChange::cause)
            .time("at", StateChange::at)
            .build(c -> new StateChange(
                    c.text(), c.text(), c.text(), c.text(), c.text(), c.text(), c.text(), c.text(), c.time()));

    static final Table<PaymentOrder> PAYMENT_ORDER = Table.of(PaymentOrder.class, "payment_order", 2)
            .text("node", PaymentOrder::node)
            .text("order_no", PaymentOrder::orderNo)
            .text("setl_id", PaymentOrder::setlId)
            .text("mdtrt_id", PaymentOrder::mdtrtId)
            .text("fixmedins_code", PaymentOrder::fixmedinsCode)
            .text("channel", PaymentOrder::channel)
            .text("state", o -> o.state().name())
            .fen("amount_fen", PaymentOrder::amountFen)
            .text("description", PaymentOrder::description)
            .text("notify_url", PaymentOrder::notifyUrl)
            .time("created_at", PaymentOrder::createdAt)
            .time("expires_at", PaymentOrder::expiresAt)
            .text("prompt", PaymentOrder::prompt)
            .text("channel_id", PaymentOrder::channelId)
            .time("paid_at", PaymentOrder::paidAt)
            .text("method", o -> o.method().name())
            .text("payer", PaymentOrder::payer)
            .fen("giving_back_fen", PaymentOrder::givingBackFen)
            .fen("given_back_fen", PaymentOrder::givenBackFen)
            .text("charge", PaymentOrder::charge)
            .bool("insured", PaymentOrder::insured)
            .build(c -> new PaymentOrder(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    OrderState.valueOf(c.text()),
                    c.num(),
                    c.text(),
                    c.text(),
                    c.time(),
                    c.time(),
                    c.textOrNull(),
                    c.textOrNull(),
                    c.timeOrNull(),
                    PayOrder.Method.valueOf(c.text()),
                    c.textOrNull(),
                    c.num(),
                    c.num(),
                    c.textOrNull(),
                    c.bool()));

    private static final Table<InsuredOrder> INSURED_ORDER = Table.of(InsuredOrder.class, "insured_order", 2)
            .text("node", InsuredOrder::node)
            .text("order_no", InsuredOrder::orderNo)
            .text("state", o -> o.state().name())
            .fen("fund_fen", InsuredOrder::fundFen)
            .fen("account_fen", InsuredOrder::accountFen)
            .fen("other_fen", InsuredOrder::otherFen)
            .fen("cash_fen", InsuredOrder::cashFen)
            .text("channel_order_id", InsuredOrder::channelOrderId)
            .bytes("asked", InsuredOrder::asked)
            .time("created_at", InsuredOrder::createdAt)
            .build(c -> new InsuredOrder(
                    c.text(),
                    c.text(),
                    InsuredState.valueOf(c.text()),
                    c.num(),
                    c.num(),
                    c.num(),
                    c.num(),
                    c.textOrNull(),
                    c.bytes(),
                    c.time()));

    private static final Table<Charge> CHARGE = Table.of(Charge.class, "charge", 2)
            .text("node", Charge::node)
            .text("msgid", Charge::msgid)
            .text("fixmedins_code", Charge::fixmedinsCode)
            .text("infno", Charge::infno)
            .text("mdtrt_id", Charge::mdtrtId)
            .text("sequence", c -> c.sequence().name())
            .text("state", c -> c.state().name())
            .fen("expected_fen", Charge::expectedFen)
            .fen("settled_fen", Charge::settledFen)
            .text("channel", Charge::channel)
            .text("payer", Charge::payer)
            .text("order_no", Charge::orderNo)
            .text("setl_id", Charge::setlId)
            .text("cancel_msgid", Charge::cancelMsgid)
            .integer("not_sent", Charge::notSent)
            .text("cause", Charge::cause)
            .bytes("message", Charge::message)
            .time("at", Charge::at)
            .bool("by_credit", Charge::byCredit)
            .build(c -> new Charge(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    Sequence.valueOf(c.text()),
                    ChargeState.valueOf(c.text()),
                    c.num(),
                    c.numOrNull(),
                    c.text(),
                    c.textOrNull(),
                    c.textOrNull(),
                    c.textOrNull(),
                    c.textOrNull(),
                    c.integer(),
                    c.text(),
                    c.bytes(),
                    c.time(),
                    c.bool()));

    private static final Table<Refund> REFUND = Table.of(Refund.class, "refund", 2)
            .text("node", Refund::node)
            .text("refund_no", Refund::refundNo)
            .text("order_no", Refund::orderNo)
            .text("setl_id", Refund::setlId)
            .text("mdtrt_id", Refund::mdtrtId)
            .text("channel", Refund::channel)
            .text("state", r -> r.state().name())
            .fen("refund_fen", Refund::refundFen)
            .fen("total_fen", Refund::totalFen)
            .text("reason", Refund::reason)
            .text("notify_url", Refund::notifyUrl)
            .time("created_at", Refund::createdAt)
            .build(c -> new Refund(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    RefundState.valueOf(c.text()),
                    c.num(),
                    c.num(),
                    c.text(),
                    c.text(),
                    c.time()));

    private static final Table<Notification> NOTIFICATION = Table.of(Notification.class, "notification", 2)
            .text("channel", Notification::channel)
            .text("event_id", Notification::eventId)
            .text("order_no", Notification::orderNo)
            .text("state", Notification::state)
            .text("content", Notification::content)
            .bytes("raw", Notification::raw)
            .time("at", Notification::at)
            .build(c -> new Notification(c.text(), c.text(), c.text(), c.text(), c.text(), c.bytes(), c.time()));

    static final Table<Task> TASK = Table.of(Task.class, "task", 3)
            .text("node", Task::node)
            .text("kind", Task::kind)
            .text("ref", Task::ref)
            .text("bucket", Task::bucket)
            .text("state", Task::state)
            .integer("attempts", Task::attempts)
            .time("due_at", Task::dueAt)
            .text("last_error", Task::lastError)
            .build(c -> new Task(c.text(), c.text(), c.text(), c.text(), c.text(), c.integer(), c.time(), c.text()));

    private static final Table<Remembered> REMEMBERED = Table.of(Remembered.class, "remembered", 2)
            .text("adapter", Remembered::adapter)
            .text("visit", Remembered::visit)
            .text("text", Remembered::text)
            .build(c -> new Remembered(c.text(), c.text(), c.text()));

    static final Table<Case> CASE = Table.of(Case.class, "operator_case", 3)
            .text("node", Case::node)
            .text("kind", Case::kind)
            .text("ref", Case::ref)
            .text("state", c -> c.state().name())
            .text("cause", Case::cause)
            .time("opened_at", Case::openedAt)
            .time("closed_at", Case::closedAt)
            .text("actor", Case::actor)
            .time("due_at", Case::dueAt)
            .text("facts", c -> PersonalData.seal(c.facts()))
            .time("work_at", Case::workAt)
            .text("closed_by", Case::closedBy)
            .build(c -> new Case(
                    c.text(),
                    c.text(),
                    c.text(),
                    CaseState.valueOf(c.text()),
                    c.text(),
                    c.time(),
                    c.timeOrNull(),
                    c.text(),
                    c.timeOrNull(),
                    PersonalData.open(c.text()),
                    c.timeOrNull(),
                    c.text()));

    private static final Table<Deposit> DEPOSIT = Table.of(Deposit.class, "deposit", 3)
            .text("node", Deposit::node)
            .text("mdtrt_id", Deposit::mdtrtId)
            .text("receipt_no", Deposit::receiptNo)
            .text("fixmedins_code", Deposit::fixmedinsCode)
            .text("channel", Deposit::channel)
            .fen("fen", Deposit::fen)
            .text("state", d -> d.state().name())
            .text("ended_by", Deposit::endedBy)
            .time("at", Deposit::at)
            .build(c -> new Deposit(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.num(),
                    Deposit.State.valueOf(c.text()),
                    c.text(),
                    c.time()));

    private static final Table<SpecialAttribute> SPECIAL_ATTRIBUTE = Table.of(
                    SpecialAttribute.class, "special_attribute", 3)
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

    private static final Table<TerminalState> TERMINAL = Table.of(TerminalState.class, "terminal", 1)
            .text("id", TerminalState::id)
            .time("seen_at", TerminalState::seenAt)
            .bool("locked", TerminalState::locked)
            .text("locked_by", TerminalState::by)
            .text("why", TerminalState::why)
            .build(c -> new TerminalState(c.text(), c.time(), c.bool(), c.text(), c.text()));

    static final Table<Notice> NOTICE = Table.of(Notice.class, "notice", 2)
            .text("node", Notice::node)
            .text("notice_id", Notice::noticeId)
            .text("recipient", n -> PersonalData.seal(n.recipient()))
            .text("text", n -> PersonalData.seal(n.text()))
            .text("state", n -> n.state().name())
            .integer("attempts", Notice::attempts)
            .time("due_at", Notice::dueAt)
            .text("cause", Notice::cause)
            .time("at", Notice::at)
            .build(c -> new Notice(
                    c.text(),
                    c.text(),
                    PersonalData.open(c.text()),
                    PersonalData.open(c.text()),
                    NoticeState.valueOf(c.text()),
                    c.integer(),
                    c.timeOrNull(),
                    c.text(),
                    c.time()));

    private static final Table<ChoiceLink> CHOICE_LINK = Table.of(ChoiceLink.class, "choice_link", 1)
            .text("token_hash", ChoiceLink::tokenHash)
            .text("node", ChoiceLink::node)
            .text("ref", ChoiceLink::ref)
            .time("expires_at", ChoiceLink::expiresAt)
            .time("used_at", ChoiceLink::usedAt)
            .build(c -> new ChoiceLink(c.text(), c.text(), c.text(), c.time(), c.timeOrNull()));

    static final Table<HomeStay> HOME_STAY = Table.of(HomeStay.class, "home_stay", 3)
            .text("node", HomeStay::node)
            .text("psn_no", HomeStay::psnNo)
            .text("mdtrt_id", HomeStay::mdtrtId)
            .text("care_area", HomeStay::careArea)
            .text("fixmedins_code", HomeStay::fixmedinsCode)
            .text("fixmedins_name", HomeStay::fixmedinsName)
            .text("admitted_at", HomeStay::admittedAt)
            .text("state", s -> s.state().name())
            .time("look_at", HomeStay::lookAt)
            .text("setl_id", HomeStay::setlId)
            .build(c -> new HomeStay(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    HomeStay.State.valueOf(c.text()),
                    c.timeOrNull(),
                    c.text()));

    private static final Table<Claim> CLAIM = Table.of(Claim.class, "claim", 3)
            .text("node", Claim::node)
            .text("psn_no", Claim::psnNo)
            .text("mdtrt_id", Claim::ref)
            .text("claim_no", Claim::claimNo)
            .text("content", c -> PersonalData.seal(c.content()))
            .time("at", Claim::at)
            .time("withdrawn_at", Claim::withdrawnAt)
            .time("paid_at", Claim::paidAt)
            .fen("paid_fen", Claim::paidFen)
            .build(c -> new Claim(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    PersonalData.open(c.text()),
                    c.time(),
                    c.timeOrNull(),
                    c.timeOrNull(),
                    c.num()));

    static final Table<SideCheck> SIDE_CHECK = Table.of(SideCheck.class, "side_check", 3)
            .text("entry_node", SideCheck::entryNode)
            .text("fixmedins_code", SideCheck::fixmedinsCode)
            .text("msgid", SideCheck::msgid)
            .text("bucket", SideCheck::bucket)
            .text("state", c -> c.state().name())
            .integer("asks", SideCheck::asks)
            .integer("agreed", SideCheck::agreed)
            .integer("differed", SideCheck::differed)
            .time("due_at", SideCheck::dueAt)
            .text("found", SideCheck::found)
            .build(c -> new SideCheck(
                    c.text(),
                    c.text(),
                    c.text(),
                    c.text(),
                    SideState.valueOf(c.text()),
                    c.integer(),
                    c.integer(),
                    c.integer(),
                    c.time(),
                    c.text()));

    private static final Table<Lease> LEASE = Table.of(Lease.class, "lease", 2)
            .text("pool", l -> Lease.POOL)
            .text("bucket", Lease::bucket)
            .fen("fence", Lease::fence)
            .fen("epoch", Lease::epoch)
            .build(c -> {
                c.text();
                return new Lease(c.text(), c.num(), c.num());
            });

    static final Table<Worker> WORKER = Table.of(Worker.class, "worker", 2)
            .text("pool", w -> Lease.POOL)
            .text("epoch", w -> w.key().part(1))
            .text("process", Worker::process)
            .text("state", Worker::state)
            .time("until", Worker::until)
            .build(c -> {
                c.text();
                return new Worker(Long.parseLong(c.text()), c.text(), c.text(), c.time());
            });

    /**
     * In lock order. Leases come before workers, whose group is read without a lock: whoever is seen to have a lease was
     * a worker before that, and is seen as one.
     */
    static final List<Table<?>> ALL = List.of(
            LEASE,
            WORKER,
            EXCHANGE,
            BUSINESS_KEY,
            NONCE,
            PERSON,
            VISIT,
            CHARGE_BATCH,
            CHARGE,
            PERSON_VISIT,
            PAYMENT_ORDER,
            INSURED_ORDER,
            REFUND,
            SETTLEMENT,
            FEE_LINE,
            CATALOGUE_MAPPING,
            FILING,
            ACCUMULATOR,
            COVERAGE_TALLY,
            CALCULATION,
            ADJUSTMENT,
            BOOKS,
            NOTIFICATION,
            TASK,
            HOME_STAY,
            DEPOSIT,
            SPECIAL_ATTRIBUTE,
            TERMINAL,
            NOTICE,
            CHOICE_LINK,
            CLAIM,
            CASE,
            SIDE_CHECK,
            REMEMBERED,
            PERSON_VERSION,
            PERSON_INDEX,
            STATE_CHANGE);

    private static final Map<Class<?>, Table<?>> BY_TYPE = new LinkedHashMap<>();

    static {
        ALL.forEach(table -> BY_TYPE.put(table.type(), table));
    }

    private Tables() {}

    private static Exchange exchange(Cells c) {
        String entryNode = c.text();
        String fixmedinsCode = c.text();
        String msgid = c.text();
        String infno = c.text();
        String hash = HexFormat.of().formatHex(c.bytes());
        Exchange.State state = Exchange.State.valueOf(c.text());
        String outcome = c.text();
        String code = c.text();
        String result = c.text();
        String origin = c.text();
        String traceId = c.text();
        String destination = c.text();
        int attempt = c.integer();
        byte[] request = PersonalData.open(c.bytes());
        byte[] answer = c.bytesOrNull();
        return new Exchange(
                entryNode,
                fixmedinsCode,
                msgid,
                infno,
                hash,
                state,
                outcome,
                code,
                result,
                origin,
                traceId,
                destination,
                attempt,
                request,
                answer == null ? null : PersonalData.open(answer, request),
                c.textOrNull(),
                HopLines.read(c.bytes()),
                c.time(),
                c.timeOrNull(),
                new Pursuit(c.text(), c.num(), c.text(), c.integer(), c.timeOrNull(), c.bool()));
    }

    private static Settlement settlement(Cells c) {
        String node = c.text();
        String setlId = c.text();
        String mdtrtId = c.text();
        String psnNo = c.text();
        String fixmedinsCode = c.text();
        String msgid = c.text();
        String homeArea = c.text();
        SettlementState state = SettlementState.valueOf(c.text());
        String initSetlId = c.textOrNull();
        String cancelledBy = c.textOrNull();
        long medfeeSum = c.num();
        long fundSum = c.num();
        long account = c.num();
        long cash = c.num();
        long hospital = c.num();
        String orderNo = c.textOrNull();
        String part = c.text();
        byte[] output = c.bytesOrNull();
        String answeredAt = c.textOrNull();
        Instant at = c.time();
        return new Settlement(
                node,
                setlId,
                mdtrtId,
                psnNo,
                fixmedinsCode,
                msgid,
                homeArea,
                state,
                initSetlId,
                cancelledBy,
                medfeeSum,
                fundSum,
                account,
                cash,
                hospital,
                orderNo,
                part,
                output(output, c.bytesOrNull(), c.bytesOrNull()),
                answeredAt,
                at);
    }

    /** Its own, or what was answered to the message that made it. */
    private static Body output(byte @Nullable [] own, byte @Nullable [] request, byte @Nullable [] answer) {
        if (own != null) {
            return Json.read(PersonalData.open(own));
        }
        if (request == null || answer == null) {
            throw new IllegalStateException("the answer in which a settlement's output stands is gone");
        }
        return Json.read(PersonalData.open(answer, PersonalData.open(request))).body("output");
    }

    @SuppressWarnings("unchecked") // the map is filled by type
    static <T extends Row> Table<T> of(Class<T> type) {
        Table<?> table = BY_TYPE.get(type);
        if (table == null) {
            throw new IllegalArgumentException("no table for " + type.getSimpleName());
        }
        return (Table<T>) table;
    }
}
