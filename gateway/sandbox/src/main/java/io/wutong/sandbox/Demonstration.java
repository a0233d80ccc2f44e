package io.wutong.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import io.wutong.app.Gateway;
import io.wutong.benefit.Calculation;
import io.wutong.benefit.Explanation;
import io.wutong.observe.Hop;
import io.wutong.payment.GiveBack;
import io.wutong.reconcile.rules.Totals;
import io.wutong.sandbox.HospitalClient.Answer;
import io.wutong.spi.Body;
import io.wutong.spi.Fen;
import io.wutong.spi.Outcome;
import io.wutong.spi.Value;
import io.wutong.store.HopLines;
import io.wutong.store.benefit.Calculations;
import io.wutong.store.journal.Journal;
import java.io.PrintStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The demonstration: patients of one hospital in 镇江, insured in 江宁 and in a county of 湖南, who pay by three channels,
 * at discharge and once for all at the window; then three whose way goes wrong, and is mended;
 * each step printed and checked; it ends with the channels' bills and the books.
 */
public final class Demonstration {

    private static final int SCANS_MAX = 3;

    /** 140,800.00 in all, every line in scope. */
    static final String[][] LINES = {
        {"F0001", "XL01XEI001A001010101445", "98500.00"},
        {"F0002", "003311000010000", "24600.00"},
        {"F0003", "XA01ABA075A002010100483", "9800.00"},
        {"F0004", "C01010100100000000000000", "4700.00"},
        {"F0005", "001201000010000", "1980.00"},
        {"F0006", "001102000010000", "1220.00"},
    };

    static final String TOTAL = "140800.00";

    private static final String[][] SMALL = {
        {"F0001", "003311000010000", "1500.00"}, {"F0002", "001201000010000", "500.00"}
    };
    private static final String SMALL_TOTAL = "2000.00";
    private static final long PART_FEN = 100_00;
    /** UnionPay's day begins at 23:00. */
    private static final int UNION_PAY_LEAD_SECONDS = 3_600;

    private static final long WAIT_MILLIS_MAX = 15_000;

    private final Vertx vertx;
    private final World world;
    private final PrintStream out;
    private boolean failed;

    public Demonstration(Vertx vertx, World world, PrintStream out) {
        this.vertx = vertx;
        this.world = world;
        this.out = out;
    }

    /** Plays all of it; true when every step was as it should be. */
    public Future<Boolean> play() {
        HospitalClient hospital = world.hospital();
        TerminalClient terminal = world.terminal();
        return jiangning(hospital, terminal)
                .compose(done -> hunan(hospital, terminal))
                .compose(done -> unionPay(hospital, terminal))
                .compose(done -> new AtTheWindow(vertx, world, this).play(hospital, terminal))
                .compose(done -> new InOneOrder(vertx, world, this, hospital, terminal).play())
                .compose(done -> new CuresShown(vertx, world, this).play(hospital))
                .compose(done -> books())
                .compose(done -> outcomes())
                .recover(failure -> {
                    failed = true;
                    out.println("  ✘ " + failure);
                    return Future.succeededFuture();
                })
                .eventually(terminal::close)
                .eventually(hospital::close)
                .map(done -> !failed);
    }

    // ------------------------------------------------------------- patient 1

    private Future<Void> jiangning(HospitalClient hospital, TerminalClient terminal) {
        out.println();
        out.println("═══ 患者一：江宁(320115)参保，镇江住院，本省结算 · insured in the same province ═══");
        Stay stay = new Stay(hospital, "", "320115190001010003", "张示例");
        Stay known = new Stay(hospital, "320115", "320115190001010003", "张示例");
        return stay.who()
                .compose(answer -> step("1101 人员信息(未填参保地，由人员索引找到)", answer))
                .compose(done -> stayed(known))
                .compose(answer -> {
                    Body info = answer.output().body("setlinfo");
                    Receipt.print("江苏省跨市住院结算收据(江宁区城乡居民)", answer.output(), out);
                    expect("基本医保统筹", "91000.00", info.textOr("hifp_pay", ""));
                    expect("居民大病保险", "19380.00", info.textOr("hifmi_pay", ""));
                    expect("个人现金支付", "30420.00", info.textOr("psn_cash_pay", ""));
                    return hops("2304", answer.msgid());
                })
                .compose(hops -> {
                    expect("折返节点", "320000", turn(hops));
                    return explain(known.setlId());
                })
                .compose(explained -> pay(terminal, known, "微信支付", "wechatpay"))
                .mapEmpty();
    }

    // ------------------------------------------------------------- patient 2

    /** A terminal that is told to try again does, with a new code: each is good for once. */
    private Future<TerminalClient.Answer> scanned(TerminalClient terminal, int scansLeft) {
        Body scan = Body.of("text", Value.text(world.counterparts().hunanVoucher()));
        return terminal.post("/terminal/v1/scans", scan)
                .compose(answer ->
                        scansLeft > 1 && answer.body().textOr("next", "").equals("retry")
                                ? scanned(terminal, scansLeft - 1)
                                : Future.succeededFuture(answer));
    }

    private Future<Void> hunan(HospitalClient hospital, TerminalClient terminal) {
        out.println();
        out.println("═══ 患者二：湖南衡阳县(430421)参保，由当地老系统结算，随后撤销退款 · across the nation ═══");
        Stay stay = new Stay(hospital, Counterparts.HUNAN_AREA, Counterparts.HUNAN_CERTNO, Counterparts.HUNAN_NAME);
        return snapshot()
                .compose(before -> scanned(terminal, SCANS_MAX)
                        .onSuccess(scan -> {
                            expect("扫电子凭证", "true", scan.body().textOr("success", ""));
                            out.println("    终端显示 " + scan.body().textOr("psn_name", "") + " "
                                    + scan.body().textOr("certno", "") + " "
                                    + scan.body().bodies("coverages").stream()
                                            .map(c -> c.textOr("area_name", ""))
                                            .findFirst()
                                            .orElse("")
                                    + " → "
                                    + scan.body().textOr("next_zh", scan.body().textOr("message", "")));
                        })
                        .compose(scan -> stayed(stay))
                        .compose(answer -> {
                            Receipt.print("跨省住院结算收据(湖南衡阳县城乡居民，老系统)", answer.output(), out);
                            return hops("2304", answer.msgid());
                        })
                        .compose(hops -> {
                            expect("折返节点", "100000", turn(hops));
                            return pay(terminal, stay, "支付宝", "alipay");
                        })
                        .compose(orderNo -> stay.cancel().compose(answer -> {
                            checked("2305 结算撤销", answer);
                            expect(
                                    "撤销总额",
                                    "-" + TOTAL,
                                    answer.output().body("setlinfo").textOr("medfee_sumamt", ""));
                            return awaitOrder(terminal, orderNo, "REFUNDED");
                        }))
                        .compose(done -> snapshot())
                        .map(after -> {
                            expect("撤销退款后账簿与住院前一致", before.toString(), after.toString());
                            expect(
                                    "老系统在结就诊",
                                    "0",
                                    Integer.toString(
                                            world.counterparts().hunan().settledVisits()));
                            return null;
                        }));
    }

    // ------------------------------------------------------------- patient 3

    private Future<Void> unionPay(HospitalClient hospital, TerminalClient terminal) {
        out.println();
        out.println("═══ 患者三：江宁参保患者，云闪付，先退一部分，撤销后退余款；三个渠道当日对账 · part given back, the day's bills ═══");
        Stay stay = new Stay(hospital, "320115", "320115190001010003", "张示例");
        return stayed(stay, SMALL, SMALL_TOTAL)
                .compose(answer -> pay(terminal, stay, "银联", "unionpay"))
                .compose(orderNo -> givePartBack(orderNo)
                        .compose(done -> stay.cancel())
                        .compose(answer -> {
                            checked("2305 结算撤销，余款自动退还", answer);
                            return awaitOrder(terminal, orderNo, "REFUNDED");
                        }))
                .compose(done -> compared("wechatpay", 0))
                .compose(done -> compared("alipay", 0))
                .compose(done -> compared("unionpay", UNION_PAY_LEAD_SECONDS));
    }

    private Future<Void> givePartBack(String orderNo) {
        return care().desk()
                .giveBack(new GiveBack(orderNo, "DEMO1", PART_FEN, "多收退还", "演示"))
                .compose(refund -> refunded(refund.refundNo(), System.nanoTime() + WAIT_MILLIS_MAX * 1_000_000))
                .compose(state -> {
                    expect("部分退款 " + Fen.format(PART_FEN), "REFUNDED", state);
                    return text("select state from payment_order where order_no = $1", orderNo);
                })
                .map(state -> {
                    expect("订单仍为已支付(只退一部分)", "PAID", state);
                    return null;
                });
    }

    private Future<String> refunded(String refundNo, long deadline) {
        return text("select state from refund where refund_no = $1", refundNo)
                .compose(state -> state.equals("REFUNDED") || System.nanoTime() > deadline
                        ? Future.succeededFuture(state)
                        : vertx.timer(200).compose(tick -> refunded(refundNo, deadline)));
    }

    private Future<String> text(String sql, String argument) {
        return care().pool()
                .preparedQuery(sql)
                .execute(Tuple.of(argument))
                .map(rows -> rows.iterator().next().getString(0));
    }

    /** Today's bill, which the simulators give early. */
    private Future<Void> compared(String channel, int leadSeconds) {
        world.counterparts().weChat().billsEarly(true);
        world.counterparts().alipay().billsEarly(true);
        LocalDate day = LocalDate.ofInstant(Instant.now().plusSeconds(leadSeconds), ZoneOffset.ofHours(8));
        return care().desk().compareDay(channel, day).map(outcome -> {
            String even = outcome instanceof Outcome.Succeeded<Totals> succeeded
                    ? succeeded.answer().equal() + "笔一致，"
                            + (succeeded.answer().isEven() ? "无差异" : String.valueOf(succeeded.answer()))
                    : outcome.label();
            String expected = switch (channel) {
                case "wechatpay" -> "1笔一致，无差异";
                case "alipay" -> "2笔一致，无差异";
                default -> "3笔一致，无差异";
            };
            expect("与渠道对账 " + channel, expected, even);
            return null;
        });
    }

    private Gateway care() {
        return world.gateway(World.CARE_AREA);
    }

    // ---------------------------------------------------------------- shared

    /** From 1101 to 2304. */
    private Future<Answer> stayed(Stay stay) {
        return stayed(stay, LINES, TOTAL);
    }

    private Future<Answer> stayed(Stay stay, String[][] lines, String total) {
        return stay.who()
                .compose(answer -> step("1101 人员信息", answer))
                .compose(done -> stay.admit())
                .compose(answer -> step("2401 入院办理", answer))
                .compose(done -> stay.upload(lines))
                .compose(answer -> step("2301 费用明细上传", answer))
                .compose(done -> stay.discharge())
                .compose(answer -> step("2402 出院办理", answer))
                .compose(done -> stay.trial(total))
                .compose(answer -> step("2303 住院预结算", answer))
                .compose(done -> stay.settle(total))
                .compose(answer -> step("2304 住院结算", answer));
    }

    Future<Answer> step(String what, Answer answer) {
        checked(what, answer);
        return answer.succeeded()
                ? Future.succeededFuture(answer)
                : Future.failedFuture(new IllegalStateException(what + ": " + answer.error()));
    }

    void checked(String what, Answer answer) {
        out.println("  " + (answer.succeeded() ? "✔" : "✘") + " " + Receipt.pad(what, 44)
                + (answer.succeeded() ? "" : answer.error()));
        failed |= !answer.succeeded();
    }

    void say(String line) {
        out.println(line);
    }

    void expect(String what, String expected, String actual) {
        boolean same = expected.equals(actual);
        failed |= !same;
        out.println("  " + (same ? "✔ " : "✘ ") + Receipt.pad(what, 44)
                + (expected.length() > 40
                        ? (same ? "" : expected + " / " + actual)
                        : same ? actual : actual + "，应为 " + expected));
    }

    /** The patient scans our code; the channel's notification completes the order. */
    private Future<String> pay(TerminalClient terminal, Stay stay, String title, String channel) {
        Promise<Body> paid = Promise.promise();
        return terminal.listen(event -> {
                    if (event.textOr("state", "").equals("PAID")
                            && event.textOr("setl_id", "").equals(stay.setlId())) {
                        paid.tryComplete(event);
                    }
                })
                .compose(socket -> terminal.post(
                                "/terminal/v1/orders",
                                Body.builder()
                                        .put("setl_id", stay.setlId())
                                        .put("channel", channel)
                                        .build())
                        .compose(order -> {
                            expect(title + "下单", "201", Integer.toString(order.status()));
                            out.println("    二维码 " + order.body().textOr("code_url", "") + "  应付 "
                                    + order.body().textOr("amount", ""));
                            String code = order.body().textOr("code_url", "");
                            Counterparts counterparts = world.counterparts();
                            Future<Boolean> scanned = switch (channel) {
                                case "alipay" -> counterparts.alipay().pay(code);
                                case "unionpay" -> counterparts.unionPay().pay(code);
                                default -> counterparts.weChat().pay(code);
                            };
                            return scanned.compose(acknowledged -> {
                                        expect(title + "通知已应答", "true", Boolean.toString(acknowledged));
                                        return paid.future();
                                    })
                                    .map(event -> {
                                        expect("终端收到已支付事件", "PAID", event.textOr("state", ""));
                                        return order.body().textOr("order_no", "");
                                    });
                        })
                        .eventually(socket::close));
    }

    /** The home calculates again from what it stored, as {@code wutong explain} does. */
    private Future<Void> explain(String setlId) {
        Calculations calculations = new Calculations(world.gateway("320115").pool());
        return calculations.find(setlId).compose(found -> {
            Calculation calculation = found.orElseThrow();
            return calculations.policies(calculation.policyHashes()).map(policies -> {
                Explanation explanation =
                        Explanation.of(calculation, hash -> Optional.ofNullable(policies.get(hash)), List.of());
                explanation.forPatient().forEach(line -> out.println("    " + line));
                expect("结算解释(按存档重算一致)", "true", Boolean.toString(explanation.sameAsAnswered()));
                return null;
            });
        });
    }

    private Future<Void> awaitOrder(TerminalClient terminal, String orderNo, String state) {
        return awaitOrder(terminal, orderNo, state, System.nanoTime() + WAIT_MILLIS_MAX * 1_000_000);
    }

    private Future<Void> awaitOrder(TerminalClient terminal, String orderNo, String state, long deadline) {
        return terminal.get("/terminal/v1/orders/" + orderNo).compose(order -> {
            String now = order.body().textOr("state", "");
            if (now.equals(state) || System.nanoTime() > deadline) {
                expect("订单退款完成", state, now);
                return Future.succeededFuture();
            }
            return vertx.timer(200).compose(tick -> awaitOrder(terminal, orderNo, state, deadline));
        });
    }

    private Future<List<Hop>> hops(String infno, String msgid) {
        return world.gateway(World.CARE_AREA)
                .pool()
                .preparedQuery("select hops from exchange where msgid = $1")
                .execute(Tuple.of(msgid))
                .map(rows -> {
                    List<Hop> hops =
                            HopLines.read(rows.iterator().next().getBuffer(0).getBytes());
                    Receipt.hops(infno, hops, out);
                    return hops;
                });
    }

    private static String turn(List<Hop> hops) {
        return hops.stream()
                .filter(hop -> hop.note().contains("turn"))
                .map(Hop::node)
                .findFirst()
                .orElse("");
    }

    /** Every account of every process that is not at zero. */
    Future<Map<String, String>> snapshot() {
        Map<String, String> balances = new TreeMap<>();
        Future<Void> all = Future.succeededFuture();
        for (var gateway : world.gateways().values()) {
            all = all.compose(done -> new Journal(gateway.pool()).books("")).map(value -> {
                for (Body row : ((Value.Items) value).bodies()) {
                    if (Fen.parse("balance", row.textOr("balance", "0")) != 0) {
                        balances.put(
                                row.textOr("node", "") + " " + row.textOr("account", ""), row.textOr("balance", ""));
                    }
                }
                return null;
            });
        }
        return all.map(balances);
    }

    private Future<Void> books() {
        return snapshot().map(balances -> {
            out.println();
            out.println("── 账簿(余额不为零的科目) · books ─────────────────────────────");
            long sum = 0;
            for (Map.Entry<String, String> account : balances.entrySet()) {
                out.println("    " + Receipt.pad(account.getKey(), 52) + account.getValue());
                sum += Fen.parse("balance", account.getValue());
            }
            expect("借贷合计", "0.00", Fen.format(sum));
            return null;
        });
    }

    private Future<Void> outcomes() {
        Future<Void> all = Future.succeededFuture();
        for (Map.Entry<String, Gateway> gateway : world.gateways().entrySet()) {
            all = all.compose(done -> new Journal(gateway.getValue().pool()).outcomes())
                    .map(value -> {
                        out.println();
                        out.println("── 报文结果 · outcomes (" + gateway.getKey() + ") ─────────────────────");
                        for (Body row : ((Value.Items) value).bodies()) {
                            out.println(
                                    "    " + Receipt.pad(row.textOr("infno", "") + " " + row.textOr("outcome", ""), 24)
                                            + row.textOr("count", ""));
                        }
                        return null;
                    });
        }
        return all;
    }
}
