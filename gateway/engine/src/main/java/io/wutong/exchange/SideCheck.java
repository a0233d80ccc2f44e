package io.wutong.exchange;

import io.wutong.port.Key;
import io.wutong.port.Row;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import io.wutong.work.Buckets;
import java.time.Duration;
import java.time.Instant;

/**
 * That the home is to be asked whether a settlement stands there as it does at the place of care: two minutes after the
 * message has ended here, and once more after a day. Of settlements whose two sides are one commit there is none.
 *
 * @param msgid of the 2304
 * @param bucket the part of the background work that it belongs to, for ever
 * @param asks turns so far, also those in which nobody could be asked; a question that was overtaken names an older
 *     number and changes nothing
 * @param agreed how often both sides said the same
 * @param differed how often running they did not
 * @param dueAt by the database's clock
 * @param found what was found last, a dotted word
 */
public record SideCheck(
        String entryNode,
        String fixmedinsCode,
        String msgid,
        String bucket,
        SideState state,
        int asks,
        int agreed,
        int differed,
        Instant dueAt,
        String found)
        implements Row {

    private static final Duration FIRST = Duration.ofMinutes(2);
    private static final Duration SECOND = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration UNANSWERED = Duration.ofMinutes(30);

    public static Key<SideCheck> key(String entryNode, String fixmedinsCode, String msgid) {
        return Key.of(SideCheck.class, entryNode, fixmedinsCode, msgid);
    }

    @Override
    public Key<SideCheck> key() {
        return key(entryNode, fixmedinsCode, msgid);
    }

    /** Of a message that has ended just now. */
    static SideCheck first(Key<SideCheck> key, Instant now) {
        return new SideCheck(
                key.part(0),
                key.part(1),
                key.part(2),
                Buckets.of(key.part(2)),
                SideState.DUE,
                0,
                0,
                0,
                now.plus(FIRST),
                "");
    }

    /** It was taken back: what was found before counts no more. */
    SideCheck changed(Instant now) {
        return with(next(SideState.Event.CHANGE), 0, 0, now.plus(FIRST), found);
    }

    /** Both say the same: done the second time. */
    public SideCheck agree() {
        return agreed == 0
                ? with(state, 1, 0, dueAt.plus(SECOND), "agreed")
                : with(next(SideState.Event.AGREE), agreed + 1, 0, dueAt, "agreed");
    }

    /** They do not: looked at once more soon. */
    public SideCheck differ(String how) {
        return with(state, agreed, differed + 1, dueAt.plus(SOON), how);
    }

    public SideCheck repaired(String how) {
        return with(next(SideState.Event.REPAIR), agreed, differed + 1, dueAt, how);
    }

    public SideCheck givenUp(String how) {
        return with(next(SideState.Event.GIVE_UP), agreed, differed, dueAt, how);
    }

    /** As asked at a time by the database's clock: what is put off is put off from then, however late that was. */
    public SideCheck asked(Instant at) {
        return at.isAfter(dueAt)
                ? new SideCheck(entryNode, fixmedinsCode, msgid, bucket, state, asks, agreed, differed, at, found)
                : this;
    }

    /** Something is under way here, or the home did not say. */
    public SideCheck later(String why) {
        return with(state, agreed, differed, dueAt.plus(why.equals("busy") ? SOON : UNANSWERED), why);
    }

    /** How a home answers {@link io.wutong.envelope.Transaction#SIDES}. */
    public static Body stands(boolean stands) {
        return Body.of("result", Body.of("stands", Value.text(stands ? "1" : "0")));
    }

    private SideState next(SideState.Event event) {
        return SideState.TABLE.next(state, event).orElse(state);
    }

    private SideCheck with(SideState then, int agree, int differ, Instant due, String how) {
        return new SideCheck(entryNode, fixmedinsCode, msgid, bucket, then, asks + 1, agree, differ, due, how);
    }
}
