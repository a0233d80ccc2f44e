package io.wutong.cure;

import io.wutong.benefit.Calculation;
import io.wutong.cases.Case;
import io.wutong.coverage.Person;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.Desk;
import io.wutong.port.Command;
import io.wutong.port.Decision;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.settlement.Settlement;
import io.wutong.settlement.SettlementState;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Value;
import io.wutong.visit.Mids;
import io.wutong.visit.PersonVisit;
import io.wutong.visit.Visit;
import io.wutong.visit.VisitState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A manual claim (零星报销) that comes in by itself, with the papers of a stay that was paid in full. The same stay by several
 * ways is one claim, known by institution and its number of the stay; one that was settled directly is refused, and one
 * whose direct settlement has become a claim already is that claim.
 *
 * @param node the home
 * @param area the home's
 * @param channel by which it came
 * @param said visit, total and lines, named as WT03 names them
 * @param serial 14 digits, for a new claim's number
 * @param by who enters it, and {@code why}: for its history
 */
public record EnterClaim(
        String node, String area, Channel channel, Body said, String serial, String by, String why, Instant at)
        implements Command<Claim> {

    /** How a claim comes in. */
    public enum Channel {
        WINDOW,
        POST,
        AGENT
    }

    private String required(String name) {
        return Envelope.required(said, name);
    }

    private String own() {
        return said.textOr("fixmedins_code", "") + "/" + said.textOr("ipt_otp_no", "");
    }

    @Override
    public Needs needs() {
        String psnNo = said.textOr("psn_no", "");
        return Needs.rows(Person.key(node, psnNo))
                .and(Needs.groups(
                        Claim.of(node, psnNo),
                        PersonVisit.of(node, psnNo),
                        PersonVisit.of(Desk.beside(node), psnNo),
                        Calculation.of(node, psnNo)));
    }

    @Override
    public Needs more(Rows rows) {
        Needs needs = Needs.NONE;
        for (PersonVisit visit : visits(rows)) {
            needs = needs.and(Needs.rows(Visit.key(visit.node(), visit.mdtrtId())));
        }
        for (Calculation calculation : calculations(rows)) {
            needs = needs.and(Needs.rows(Settlement.key(calculation.desk(), calculation.setlId())));
        }
        for (Claim claim : before(rows)) {
            needs = needs.and(Needs.rows(toGetBack(claim)));
        }
        return needs;
    }

    private List<Claim> before(Rows rows) {
        return Claim.standing(
                rows.all(Claim.of(node, said.textOr("psn_no", ""))),
                said.textOr("fixmedins_code", ""),
                said.textOr("ipt_otp_no", ""));
    }

    /** What was paid for a settlement that was cancelled since (CLM-BACK-001): once it is back, the claim is none. */
    private Key<Case> toGetBack(Claim claim) {
        return Case.key(node, Case.CLAIM_PAID, claim.claimNo());
    }

    private List<PersonVisit> visits(Rows rows) {
        String psnNo = said.textOr("psn_no", "");
        List<PersonVisit> visits = new ArrayList<>(rows.all(PersonVisit.of(node, psnNo)));
        visits.addAll(rows.all(PersonVisit.of(Desk.beside(node), psnNo)));
        return visits;
    }

    private List<Calculation> calculations(Rows rows) {
        return rows.all(Calculation.of(node, said.textOr("psn_no", ""))).stream()
                .filter(Calculation::standing)
                .toList();
    }

    /** @throws io.wutong.envelope.Refusal when something is missing, the sums differ, or it was settled directly */
    @Override
    public Decision<Claim> decide(Rows rows) {
        String psnNo = required("psn_no");
        List.of("fixmedins_code", "ipt_otp_no", "med_type", "begntime", "medfee_sumamt")
                .forEach(this::required);
        requireSum();
        if (rows.one(Person.key(node, psnNo)).isEmpty()) {
            throw Fault.PERSON.refusal();
        }
        for (Claim claim : before(rows)) {
            Optional<Case> toGetBack = rows.one(toGetBack(claim));
            if (toGetBack.isEmpty()) {
                return Decision.nothing(claim);
            }
            if (toGetBack.get().closedAt() == null) {
                throw Fault.CLAIMENDED.refusal(claim.claimNo(), claim.state().zh());
            }
        }
        for (PersonVisit visit : visits(rows)) {
            rows.one(Visit.key(visit.node(), visit.mdtrtId()))
                    .filter(this::isThis)
                    .ifPresent(same -> requireNotSettled(same, rows));
        }
        Claim claim = Claim.of(
                node,
                psnNo,
                Claim.unused(rows.all(Claim.of(node, psnNo)), own()),
                "LX" + area + serial,
                said.with("channel", Value.text(channel.name().toLowerCase(Locale.ROOT)))
                        .with("entered_by", Value.text(by)),
                at);
        return Decision.of(claim, Claim.entered(claim, by + ": " + why));
    }

    private boolean isThis(Visit visit) {
        return visit.fixmedinsCode().equals(said.textOr("fixmedins_code", ""))
                && visit.iptOtpNo().equals(said.textOr("ipt_otp_no", ""));
    }

    /** An outpatient's visit never ends, and a stay goes on after a part of it: the settlements say what is paid. */
    private void requireNotSettled(Visit visit, Rows rows) {
        Optional<String> whole =
                visit.state() == VisitState.SETTLED ? Optional.ofNullable(visit.setlId()) : Optional.empty();
        whole.or(() -> visit.mids().last().map(Mids.Mid::setlId))
                .or(() -> calculations(rows).stream()
                        .flatMap(one -> rows.one(Settlement.key(one.desk(), one.setlId())).stream())
                        .filter(settlement -> settlement.mdtrtId().equals(visit.mdtrtId())
                                && settlement.state() == SettlementState.STANDING)
                        .map(Settlement::setlId)
                        .findFirst())
                .ifPresent(setlId -> {
                    throw Fault.SETTLED.refusal(setlId);
                });
    }

    /** Lines need not be there, but those that are must be all. */
    private void requireSum() {
        List<Body> lines = said.bodies("feedetail");
        long total = Envelope.amount(said, "medfee_sumamt");
        long sum = 0;
        for (Body line : lines) {
            sum = Math.addExact(sum, Envelope.amount(line, "det_item_fee_sumamt"));
        }
        if (!lines.isEmpty() && sum != total) {
            throw Fault.SUM.refusal("medfee_sumamt " + Fen.format(total) + "≠feedetail合计" + Fen.format(sum));
        }
    }
}
