package io.wutong.coverage;

import io.wutong.cases.Case;
import io.wutong.cases.CaseNotes;
import io.wutong.cure.OtherStays;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.Fault;
import io.wutong.exchange.BusinessKey;
import io.wutong.exchange.HomeSide;
import io.wutong.exchange.Message;
import io.wutong.exchange.Reply;
import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Row;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.topology.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** 2502, 2504 and 2506 at a home with a policy: the filing counts no more, and the same may be filed again. */
public final class UndoFiling implements HomeSide {

    private final HomeFiling.Kind kind;

    private UndoFiling(HomeFiling.Kind kind) {
        this.kind = kind;
    }

    /** 2502. */
    public static UndoFiling referral() {
        return new UndoFiling(HomeFiling.Kind.REFERRAL);
    }

    /** 2504. */
    public static UndoFiling chronic() {
        return new UndoFiling(HomeFiling.Kind.CHRONIC);
    }

    /** 2506. */
    public static UndoFiling designated() {
        return new UndoFiling(HomeFiling.Kind.DESIGNATED);
    }

    @Override
    public Needs needs(Message message, Node home) {
        String psnNo = message.data("data").textOr("psn_no", "");
        return Needs.rows(Person.key(home.id(), psnNo))
                .and(Needs.groups(HomeFiling.of(home.id(), psnNo)))
                .and(kind == HomeFiling.Kind.REFERRAL ? OtherStays.needs(home, psnNo) : Needs.NONE);
    }

    @Override
    public Needs more(Message message, Node home, Rows rows) {
        Needs guard = find(message, home, rows)
                .map(filing -> Needs.rows(FileAtHome.key(home.id(), filing.guard())))
                .orElse(Needs.NONE)
                .and(Needs.rows(item(message, home)));
        return kind == HomeFiling.Kind.REFERRAL
                ? guard.and(OtherStays.more(home, message.data("data").textOr("psn_no", ""), rows))
                : guard;
    }

    @Override
    public Reply answer(Message message, Node home, @Nullable Care care, Rows rows) {
        String sn = Envelope.required(message.data("data"), "trt_dcla_detl_sn");
        HomeFiling filing =
                find(message, home, rows).filter(HomeFiling::standing).orElseThrow(() -> Fault.FILING.refusal(sn));
        List<Row> writes = new ArrayList<>();
        writes.add(filing.undone());
        rows.one(FileAtHome.key(home.id(), filing.guard()))
                .filter(held -> held.state() == BusinessKey.State.STANDING
                        && held.result().equals(sn))
                .ifPresent(held -> writes.add(held.released(message.msgid())));
        rows.one(item(message, home))
                .filter(asked -> asked.closedAt() == null)
                .ifPresent(asked -> writes.addAll(
                        CaseNotes.of(asked, message.receivedAt()).ended().rows()));
        if (kind == HomeFiling.Kind.REFERRAL) {
            rows.all(HomeFiling.of(home.id(), filing.psnNo())).stream()
                    .filter(made -> made.madeOf(sn))
                    .forEach(made -> writes.add(made.undone()));
            writes.addAll(OtherStays.filingGone(
                    message, home, filing.psnNo(), CareFiling.referred(filing).area(), rows));
        }
        return Reply.done(Body.EMPTY, writes, sn);
    }

    /** What somebody was to approve of, if it was so. */
    private static Key<Case> item(Message message, Node home) {
        return Case.key(home.id(), Case.APPROVAL, message.data("data").textOr("trt_dcla_detl_sn", ""));
    }

    private Optional<HomeFiling> find(Message message, Node home, Rows rows) {
        Body data = message.data("data");
        return rows.all(HomeFiling.of(home.id(), data.textOr("psn_no", ""))).stream()
                .filter(filing -> filing.kind() == kind)
                .filter(filing -> filing.sn().equals(data.textOr("trt_dcla_detl_sn", "")))
                .findFirst();
    }
}
