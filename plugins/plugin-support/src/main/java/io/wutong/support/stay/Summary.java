package io.wutong.support.stay;

import io.vertx.core.Future;
import io.wutong.spi.Care;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Legacy systems calculate on rows only. Where the fee lines stay at the place of care, up to four rows stand for them,
 * one for each split sum; they are replaced when the sums have changed.
 */
public final class Summary {

    private static final String DIRTY = "dirty";

    private Summary() {}

    /** Which of the four sums a row stands for. */
    public enum Kind {
        OWN_PAY("WT-OWN", "全自费合计"),
        OVER_LIMIT("WT-OVER", "超限价自费合计"),
        PRIOR_SELF_PAY("WT-PRIOR", "先行自付合计"),
        IN_SCOPE("WT-SCOPE", "符合政策范围合计");

        private final String code;
        private final String title;

        Kind(String code, String title) {
            this.code = code;
            this.title = title;
        }

        /** The row's number, unique in its visit. */
        public String code() {
            return code;
        }

        public String title() {
            return title;
        }
    }

    /** One row, never of zero. */
    public record Row(Kind kind, long fen) {}

    /**
     * Nothing to do when lines were uploaded, or when the rows that stand for them say the same already.
     *
     * @param withdraw deletes what was uploaded before, all of it or none
     * @param upload uploads the rows; the state that it answers is kept
     */
    public static Future<StayState> ensure(
            Step step, Function<Step, Future<?>> withdraw, BiFunction<Step, List<Row>, Future<StayState>> upload) {
        Care care = step.care();
        String sums =
                care.ownPayFen() + ":" + care.overLimitFen() + ":" + care.priorSelfPayFen() + ":" + care.inScopeFen();
        String before = step.state().text(StayState.SUMMARY).orElse("");
        if (step.state().text(StayState.LINES).isPresent() || before.equals(sums)) {
            return Future.succeededFuture(step.state());
        }
        return step.state()
                .with(StayState.SUMMARY, DIRTY)
                .rememberBefore(step.context())
                .compose(dirty -> before.isEmpty()
                        ? Future.succeededFuture(dirty)
                        : withdraw.apply(step.with(dirty)).map(dirty))
                .compose(dirty -> upload.apply(step.with(dirty), rows(care)))
                .compose(uploaded -> uploaded.with(StayState.SUMMARY, sums).rememberBefore(step.context()));
    }

    private static List<Row> rows(Care care) {
        return List.of(
                        new Row(Kind.OWN_PAY, care.ownPayFen()),
                        new Row(Kind.OVER_LIMIT, care.overLimitFen()),
                        new Row(Kind.PRIOR_SELF_PAY, care.priorSelfPayFen()),
                        new Row(Kind.IN_SCOPE, care.inScopeFen()))
                .stream()
                .filter(row -> row.fen() != 0)
                .toList();
    }
}
