package io.wutong.region.hunan;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.Care;
import io.wutong.spi.Fen;
import io.wutong.spi.Request;
import io.wutong.support.Dates;
import io.wutong.support.Xml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * This system calculates on rows only. Where the fee lines stay at the place of care, up to four rows stand for them,
 * one for each split sum; they are replaced when the sums have changed.
 */
final class Summary {

    private static final String DIRTY = "dirty";

    private final Legacy legacy;
    private final FeeLines lines;

    Summary(Legacy legacy, FeeLines lines) {
        this.legacy = legacy;
        this.lines = lines;
    }

    /** Nothing to do when lines were uploaded, or when the rows that stand for them say the same already. */
    Future<VisitState> ensure(Request request, VisitState state, CallContext context) {
        Care care = Legacy.care(request);
        String sums =
                care.ownPayFen() + ":" + care.overLimitFen() + ":" + care.priorSelfPayFen() + ":" + care.inScopeFen();
        String before = state.text(VisitState.SUMMARY).orElse("");
        if (state.text(VisitState.LINES).isPresent() || before.equals(sums)) {
            return Future.succeededFuture(state);
        }
        Names names = legacy.names(Body.EMPTY, request, state);
        return state.with(VisitState.SUMMARY, DIRTY)
                .rememberBefore(context)
                .compose(dirty -> before.isEmpty()
                        ? Future.succeededFuture(dirty)
                        : legacy.call(Function.DELETE_FEES, names, context).map(dirty))
                .compose(dirty -> lines.save(request, List.of(), rows(care), dirty, context)
                        .map(dirty))
                .compose(dirty -> dirty.with(VisitState.SUMMARY, sums).rememberBefore(context));
    }

    private List<Xml> rows(Care care) {
        List<Xml> rows = new ArrayList<>();
        String day = Dates.d8(legacy.now());
        add(rows, "WT-OWN", "全自费合计", care.ownPayFen(), day);
        add(rows, "WT-OVER", "超限价自费合计", care.overLimitFen(), day);
        add(rows, "WT-PRIOR", "先行自付合计", care.priorSelfPayFen(), day);
        add(rows, "WT-SCOPE", "符合政策范围合计", care.inScopeFen(), day);
        return rows;
    }

    private static void add(List<Xml> rows, String code, String name, long fen, String day) {
        if (fen == 0) {
            return;
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("ake003", "0");
        fields.put("aka063", "000");
        fields.put("ake005", code);
        fields.put("ake006", name);
        fields.put("ake007", day);
        fields.put("bka040", Fen.format(fen) + "00");
        fields.put("akc226", "1.0000");
        fields.put("aae019", Fen.format(fen));
        fields.put("aaz213", code);
        fields.put("bkm109", "0");
        rows.add(FeeRows.row(fields));
    }
}
