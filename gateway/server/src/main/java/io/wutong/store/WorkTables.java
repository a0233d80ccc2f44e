package io.wutong.store;

import io.wutong.cases.Case;
import io.wutong.cases.CaseState;
import io.wutong.notice.ChoiceLink;
import io.wutong.notice.Notice;
import io.wutong.notice.NoticeState;
import io.wutong.payment.Task;
import io.wutong.state.StateChange;
import io.wutong.terminal.TerminalState;
import io.wutong.work.Lease;
import io.wutong.work.Worker;

/** What processes have to do, who does it, and what was changed by it. */
final class WorkTables {

    static final Table<Lease> LEASE = Table.of(Lease.class, "lease", 2)
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

    static final Table<Task> TASK = Table.of(Task.class, "task", 3)
            .text("node", Task::node)
            .text("kind", Task::kind)
            .text("ref", Task::ref)
            .text("bucket", Task::bucket)
            .text("state", Task::state)
            .integer("attempts", Task::attempts)
            .time("due_at", Task::dueAt)
            .text("last_error", Task::lastError)
            .text("party", Task::party)
            .build(c -> new Task(
                    c.text(), c.text(), c.text(), c.text(), c.text(), c.integer(), c.time(), c.text(), c.text()));

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

    static final Table<ChoiceLink> CHOICE_LINK = Table.of(ChoiceLink.class, "choice_link", 1)
            .text("token_hash", ChoiceLink::tokenHash)
            .text("node", ChoiceLink::node)
            .text("ref", ChoiceLink::ref)
            .time("expires_at", ChoiceLink::expiresAt)
            .time("used_at", ChoiceLink::usedAt)
            .build(c -> new ChoiceLink(c.text(), c.text(), c.text(), c.time(), c.timeOrNull()));

    static final Table<TerminalState> TERMINAL = Table.of(TerminalState.class, "terminal", 1)
            .text("id", TerminalState::id)
            .time("seen_at", TerminalState::seenAt)
            .bool("locked", TerminalState::locked)
            .text("locked_by", TerminalState::by)
            .text("why", TerminalState::why)
            .build(c -> new TerminalState(c.text(), c.time(), c.bool(), c.text(), c.text()));

    static final Table<StateChange> STATE_CHANGE = Table.of(StateChange.class, "state_change", 4)
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

    private WorkTables() {}
}
