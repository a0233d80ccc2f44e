package io.wutong.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import io.wutong.app.Gateway;
import io.wutong.cases.Case;
import io.wutong.sandbox.HospitalClient.Answer;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import io.wutong.store.journal.Journal;
import java.time.Instant;
import java.util.List;

/**
 * The three failures that 镇江 met in its first year, each as it happened there, and what becomes of it here: filed for
 * the province and not for the city; an admission left open elsewhere; insured twice.
 */
final class ThreeOfZhenjiang {

    static final String HOME = "320115";
    static final String OTHER_HOME = "430421";
    static final String OTHER_HOSPITAL = "H43042100001";

    private static final long WAIT_MILLIS_MAX = 20_000;
    private static final String[][] LINES = {
        {"F0001", "003311000010000", "1500.00"}, {"F0002", "001201000010000", "500.00"}
    };
    private static final String TOTAL = "2000.00";

    private final Vertx vertx;
    private final World world;

    ThreeOfZhenjiang(Vertx vertx, World world) {
        this.vertx = vertx;
        this.world = world;
    }

    /**
     * How one of them ended.
     *
     * @param told what the hospital was told when it happened
     * @param stay the stay that it is about
     * @param cure its case: state, what closed it
     * @param history its timeline
     */
    record Played(String told, Stay stay, Body cure, List<Body> history) {}

    /** The persons of the three, at their homes; 江宁 compares filings by equality. */
    Future<Void> prepare() {
        Instant now = Instant.now();
        Gateway home = world.gateway(HOME);
        Gateway other = world.gateway(OTHER_HOME);
        Gateway nation = world.gateway("100000");
        List<String> ours = World.resource("persons-cures-320115.jsonl").lines().toList();
        List<String> theirs =
                World.resource("persons-cures-430421.jsonl").lines().toList();
        return home.imports()
                .persons(HOME, ours, now)
                .compose(done -> other.imports().persons(OTHER_HOME, theirs, now))
                .compose(done -> nation.imports().personIndex(HOME, ours, now))
                .compose(done -> nation.imports().personIndex(OTHER_HOME, theirs, now))
                .compose(done -> home.imports().regions("江宁", "area,rule,value\n320115,filing_match,equal\n", now))
                .compose(done -> home.reload())
                // each home is told of the other by the nation, where both have published
                .compose(done -> until(
                        home,
                        "select count(distinct area)::text from person_index where cert_hash in"
                                + " (select cert_hash from person where psn_no = $1)",
                        "32011500000000000013",
                        "2"))
                .mapEmpty();
    }

    /** 备案到省未到市: the home wants the city; it is filed for in addition, and the admission goes on. */
    Future<Played> filedForTheProvince(HospitalClient hospital) {
        Stay stay = new Stay(hospital, HOME, "320115190001010011", "王示例");
        return known(stay)
                .compose(done -> stay.admit())
                .map(ThreeOfZhenjiang::must)
                .compose(admitted -> stay.upload(LINES)
                        .map(ThreeOfZhenjiang::must)
                        .compose(done -> stay.discharge())
                        .map(ThreeOfZhenjiang::must)
                        .compose(done -> stay.settle(TOTAL))
                        .map(ThreeOfZhenjiang::must)
                        .compose(done -> soon(Case.FILING_AREA, stay.mdtrtId()))
                        .compose(done -> played(admitted, stay, Case.FILING_AREA)));
    }

    /** 入院登记未撤销: left at a hospital of another province, filing given up, admitted here the same day. */
    Future<Played> leftOpen(HospitalClient elsewhere, HospitalClient hospital) {
        Stay left = new Stay(elsewhere, HOME, "32011519000101002X", "薛示例");
        Stay here = new Stay(hospital, HOME, "32011519000101002X", "薛示例");
        return known(left)
                .compose(done -> elsewhere.call("2501", HOME, referral(left)))
                .map(ThreeOfZhenjiang::must)
                .compose(filed -> left.admit()
                        .map(ThreeOfZhenjiang::must)
                        .compose(done -> left.upload(LINES))
                        .map(ThreeOfZhenjiang::must)
                        .compose(done -> left.discharge())
                        .map(ThreeOfZhenjiang::must)
                        .compose(done -> elsewhere.call("2502", HOME, undo(left, filed)))
                        .map(ThreeOfZhenjiang::must))
                .compose(done -> known(here))
                .compose(done -> here.admit())
                .map(ThreeOfZhenjiang::must)
                .compose(admitted -> played(admitted, left, Case.ORPHAN));
    }

    /** 重复参保: the settlement waits, both agencies are asked, the patient chooses, and it settles by itself. */
    Future<Played> insuredTwice(HospitalClient hospital) {
        Stay stay = new Stay(hospital, HOME, "320115190001010038", "朱示例");
        return known(stay)
                .compose(done -> stay.admit())
                .map(ThreeOfZhenjiang::must)
                .compose(admitted -> stay.upload(LINES)
                        .map(ThreeOfZhenjiang::must)
                        .compose(done -> stay.discharge())
                        .map(ThreeOfZhenjiang::must)
                        .compose(done -> stay.settle(TOTAL))
                        .compose(held -> world.gateway(HOME)
                                .choose(HOME, stay.mdtrtId(), HOME, "窗口")
                                .compose(done -> until(
                                        world.gateway(World.CARE_AREA),
                                        "select state from visit where mdtrt_id = $1 and side = 'CARE'",
                                        stay.mdtrtId(),
                                        "SETTLED"))
                                .compose(done -> soon(Case.INSURED_TWICE, stay.mdtrtId()))
                                .compose(done -> played(held, stay, Case.INSURED_TWICE))));
    }

    // ---------------------------------------------------------------- shared

    private static Future<Stay> known(Stay stay) {
        return stay.who().map(ThreeOfZhenjiang::must).map(stay);
    }

    private static Answer must(Answer answer) {
        if (!answer.succeeded()) {
            throw new IllegalStateException(answer.error());
        }
        return answer;
    }

    private static Body referral(Stay stay) {
        return Body.of(
                "refmedin",
                Body.builder()
                        .put("psn_no", stay.psnNo())
                        .put("diag_code", "C95.000")
                        .put("diag_name", "急性白血病")
                        .put("reflin_medins_no", OTHER_HOSPITAL)
                        .put("reflin_medins_name", "衡阳县示范人民医院")
                        .put("mdtrtarea_admdvs", "430400")
                        .put("refl_type", "1")
                        .put("refl_date", "2026-10-01")
                        .put("refl_rea", "转院")
                        .put("refl_opnn", "同意")
                        .build());
    }

    private static Body undo(Stay stay, Answer filed) {
        return Body.of(
                "data",
                Body.builder()
                        .put("trt_dcla_detl_sn", filed.output().body("result").textOr("trt_dcla_detl_sn", ""))
                        .put("psn_no", stay.psnNo())
                        .build());
    }

    /** The cure's next look comes now: in the field it comes within minutes. */
    private Future<Void> soon(String kind, String ref) {
        return world.gateway(HOME)
                .pool()
                .preparedQuery(
                        "update operator_case set work_at = now() where kind = $1 and ref = $2 and work_at > now()")
                .execute(Tuple.of(kind, ref))
                .mapEmpty();
    }

    private Future<Played> played(Answer told, Stay stay, String kind) {
        Gateway home = world.gateway(HOME);
        String warning = told.body().textOr("warn_msg", "");
        return until(
                        home,
                        "select state from operator_case where kind = '" + kind + "' and ref = $1",
                        stay.mdtrtId(),
                        "CLOSED")
                .compose(closed -> home.pool()
                        .preparedQuery("select state, closed_by from operator_case where kind = $1 and ref = $2")
                        .execute(Tuple.of(kind, stay.mdtrtId())))
                .compose(rows -> new Journal(home.pool())
                        .caseHistory(HOME, kind, stay.mdtrtId())
                        .map(history -> {
                            var row = rows.iterator().next();
                            Body cure = Body.builder()
                                    .put("state", row.getString(0))
                                    .put("closed_by", row.getString(1))
                                    .build();
                            return new Played(
                                    warning.isEmpty() ? told.error() : warning,
                                    stay,
                                    cure,
                                    ((Value.Items) history).bodies());
                        }));
    }

    /** Asks a store until it says what is expected, or the time is over. */
    private Future<String> until(Gateway gateway, String sql, String argument, String expected) {
        return until(gateway, sql, argument, expected, System.nanoTime() + WAIT_MILLIS_MAX * 1_000_000);
    }

    private Future<String> until(Gateway gateway, String sql, String argument, String expected, long deadline) {
        return gateway.pool().preparedQuery(sql).execute(Tuple.of(argument)).compose(rows -> {
            String now = rows.size() == 0 ? "" : rows.iterator().next().getString(0);
            return expected.equals(now) || System.nanoTime() > deadline
                    ? Future.succeededFuture(now)
                    : vertx.timer(100).compose(tick -> until(gateway, sql, argument, expected, deadline));
        });
    }
}
