package io.wutong.region.nhsa;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import io.wutong.spi.CallContext;
import io.wutong.spi.CallFailure;
import io.wutong.spi.DayDifference;
import io.wutong.spi.DayRow;
import io.wutong.spi.PluginServices;
import io.wutong.spi.Request;
import io.wutong.support.InnerAddresses;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A day's rows with the region, one statement after the other:
 *
 * <pre>
 *   totals (3201) ── even ──▶ agreed
 *        │ not
 *   our rows as a file (9101) ─▶ statement in detail (3202) ─▶ its result as a file (9102) ─▶ differences
 * </pre>
 */
final class Statements {

    private final SignedIn desk;
    private final PluginServices services;

    Statements(SignedIn desk, PluginServices services) {
        this.desk = desk;
        this.services = services;
    }

    Future<List<DayDifference>> compare(LocalDate day, List<DayRow> ours, CallContext context) {
        List<DayDifference> differences = new ArrayList<>();
        Map<String, List<StatementRow>> groups = new LinkedHashMap<>();
        for (DayRow row : ours) {
            Optional<StatementRow> known = StatementRow.of(row);
            if (known.isPresent()) {
                groups.computeIfAbsent(known.get().group().key(), key -> new ArrayList<>())
                        .add(known.get());
            } else {
                differences.add(new DayDifference(row.setlId(), "本方没有该笔结算的清算信息，无法核对"));
            }
        }
        Future<Void> all = Future.succeededFuture();
        for (List<StatementRow> rows : groups.values()) {
            all = all.compose(before -> statement(day, rows, context))
                    .map(differences::addAll)
                    .mapEmpty();
        }
        return all.map(done -> List.copyOf(differences));
    }

    private Future<List<DayDifference>> statement(LocalDate day, List<StatementRow> rows, CallContext context) {
        Request about = about(rows.get(0).group());
        Body totals = totals(day, rows)
                .put("insutype", rows.get(0).group().coverage())
                .fen("acct_pay", sum(rows, StatementRow::accountFen))
                .build();
        return desk.ask("3201", about, totals, context).compose(output -> {
            Body statement = output.body("stmtinfo");
            String result = statement.textOr("stmt_rslt", "");
            if (result.isEmpty()) {
                throw new CallFailure(true, "answer_statement");
            }
            return result.equals("0")
                    ? Future.succeededFuture(List.of())
                    : detail(day, rows, about, context).map(found -> found.isEmpty() ? unexplained(statement) : found);
        });
    }

    /** The totals differ and no row does. */
    private static List<DayDifference> unexplained(Body statement) {
        return List.of(new DayDifference(
                "", "总账不平，明细未见差异：" + InnerAddresses.strip(statement.textOr("stmt_rslt_dscr", "参保地未说明"))));
    }

    private Future<List<DayDifference>> detail(
            LocalDate day, List<StatementRow> rows, Request about, CallContext context) {
        return upload(rows, about, context)
                .compose(number -> {
                    long cash = sum(rows, row -> row.medfeeFen() - row.fundFen() - row.accountFen());
                    Body data = totals(day, rows)
                            .put("file_qury_no", number)
                            .fen("cash_payamt", cash)
                            .build();
                    return desk.ask("3202", about, data, context);
                })
                .compose(output -> result(output.body("fileinfo"), about, context));
    }

    private Future<String> upload(List<StatementRow> rows, Request about, CallContext context) {
        return services.work(() -> Base64.getEncoder().encodeToString(DetailFile.of(rows)))
                .compose(packed -> {
                    Body file = Body.builder()
                            .put("in", packed)
                            .put("filename", DetailFile.NAME)
                            .put("fixmedins_code", about.fixmedinsCode())
                            .build();
                    return desk.askWhole("9101", about, Body.of("fsUploadIn", file), context);
                })
                .map(output -> output.text("file_qury_no")
                        .or(() -> output.body("fsUploadOut").text("file_qury_no"))
                        .orElseThrow(() -> new CallFailure(true, "answer_file_number")));
    }

    private Future<List<DayDifference>> result(Body fileinfo, Request about, CallContext context) {
        String number = fileinfo.text("file_qury_no").orElseThrow(() -> new CallFailure(true, "answer_file_number"));
        Body wanted = Body.builder()
                .put("file_qury_no", number)
                .put("filename", fileinfo.textOr("filename", ""))
                .put("fixmedins_code", about.fixmedinsCode())
                .build();
        return desk.file(about, Body.of("fsDownloadIn", wanted), context).compose(file -> {
            if (file.status() != 200) {
                file.close();
                throw new CallFailure(true, "http_" + file.status());
            }
            return services.work(() -> DetailFile.differences(file));
        });
    }

    /** What both statements say; refunds are counted with the rest. */
    private static Body.Builder totals(LocalDate day, List<StatementRow> rows) {
        return Body.builder()
                .put("clr_type", rows.get(0).group().clearedAs())
                .put("setl_optins", rows.get(0).group().clears())
                .put("stmt_begndate", day.toString())
                .put("stmt_enddate", day.toString())
                .fen("medfee_sumamt", sum(rows, StatementRow::medfeeFen))
                .fen("fund_pay_sumamt", sum(rows, StatementRow::fundFen))
                .put("fixmedins_setl_cnt", rows.size())
                .put("refd_setl_flag", "1");
    }

    private static long sum(List<StatementRow> rows, ToLongFunction<StatementRow> amount) {
        return rows.stream().mapToLong(amount).sum();
    }

    /** A message of ours about no visit, in the institution's name. */
    private static Request about(StatementRow.Group group) {
        return new Request(
                "3201", "", group.careArea(), group.homeArea(), group.institution(), "wutong", Body.EMPTY, null);
    }
}
