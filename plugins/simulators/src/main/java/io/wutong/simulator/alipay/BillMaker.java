package io.wutong.simulator.alipay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The bill of a day: an archive of two GBK files, remarks before and behind the rows, refunds negative; the answer names
 * an address that works once.
 */
final class BillMaker {

    private static final Charset GBK = Charset.forName("GBK");
    private static final String NAMES =
            "支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注";
    private static final long ODD_MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final String DETAILS = "20880000000000010156_业务明细.csv";
    private static final int BOMB_BYTES = 100 * 1024 * 1024;

    private final Shop shop;
    private final Clock clock;
    private final Map<String, byte[]> files = new HashMap<>();
    private final Deque<BillFault> faults = new ArrayDeque<>();
    private final Map<String, Path> longFiles = new HashMap<>();
    private long serial;
    private @Nullable Path longFile;
    private boolean early;

    BillMaker(Shop shop, Clock clock) {
        this.shop = shop;
        this.clock = clock;
    }

    synchronized void fail(BillFault fault) {
        faults.add(fault);
    }

    synchronized void early(boolean now) {
        early = now;
    }

    synchronized byte @Nullable [] take(String token) {
        return files.remove(token);
    }

    /**
     * From now on each day's bill is this one: so many payments of one yuan, to orders {@code LONG} and eight digits.
     *
     * @param file takes the archive
     */
    synchronized void makeLong(int rows, String date, Path file) {
        String time = date + " 12:00:00";
        try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), GBK)) {
            zip.putNextEntry(new ZipEntry(DETAILS));
            zip.write((NAMES + "\r\n").getBytes(GBK));
            for (int i = 0; i < rows; i++) {
                String orderNo = String.format(Locale.ROOT, "LONG%08d", i);
                Trade trade = new Trade(orderNo, "", 100, "住院个人自付", Instant.EPOCH, "", "");
                // numbers without a pattern, so that packing does not make the file small
                trade.tradeNo = String.format(Locale.ROOT, "202611012%019d", (i + 1L) * ODD_MULTIPLIER >>> 1);
                zip.write((row(trade, "交易", time, 100, "") + "\r\n").getBytes(GBK));
            }
            zip.write(sums(rows, 100L * rows, 0, 0).getBytes(GBK));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        longFile = file;
    }

    synchronized @Nullable Path takeLong(String token) {
        return longFiles.remove(token);
    }

    /** @param base where this simulator is reached */
    synchronized ObjectNode offer(Collection<Trade> trades, String type, String date, String base) {
        if (!type.equals("trade") || !date.matches("\\d{4}-\\d{2}-\\d{2}")) {
            return Trades.code("40004", "Business Failed").put("sub_code", "isv.invalid-arguments");
        }
        if (!early && !LocalDate.parse(date).isBefore(LocalDate.ofInstant(clock.instant(), Trades.BEIJING))) {
            return Trades.code("40004", "Business Failed").put("sub_code", "isp.bill_not_exist");
        }
        if (longFile != null) {
            String token = "long-" + ++serial;
            longFiles.put(token, longFile);
            return offered(base, token);
        }
        List<String> rows = new ArrayList<>();
        long paid = 0;
        long back = 0;
        int refunds = 0;
        for (Trade trade : trades) {
            if (trade.wasPaid() && Trades.time(trade.paidAt).startsWith(date)) {
                rows.add(row(trade, "交易", Trades.time(trade.paidAt), trade.totalFen, ""));
                paid += trade.totalFen;
            }
            for (Trade.Refund refund : trade.refunds.values()) {
                if (refund.done && Trades.time(refund.at).startsWith(date)) {
                    rows.add(row(trade, "退款", Trades.time(refund.at), -refund.fen, refund.outRequestNo));
                    back += refund.fen;
                    refunds++;
                }
            }
        }
        if (rows.isEmpty()) {
            return Trades.ok()
                    .put("bill_file_code", "EMPTY_DATA_WITH_BILL_FILE")
                    .put("bill_download_url", base);
        }
        BillFault fault = faults.poll();
        String token = "bill" + ++serial;
        files.put(token, archive(text(rows, refunds, paid, back, fault), fault));
        String host = fault == BillFault.OTHER_HOST ? "http://127.0.0.1:9" : base;
        return offered(host, token);
    }

    private static ObjectNode offered(String host, String token) {
        return Trades.ok()
                .put("bill_download_url", host + "/downloadBillFile.resource?fileType=csv.zip&token=" + token);
    }

    private String text(List<String> all, int refunds, long paid, long back, @Nullable BillFault fault) {
        List<String> rows = new ArrayList<>(all);
        if (fault == BillFault.MISSING_ROW) {
            rows.remove(0);
        } else if (fault == BillFault.EXTRA_ROW) {
            rows.add(rows.get(0));
        }
        String sums = sums(all.size() - refunds, paid + (fault == BillFault.WRONG_SUM ? 1 : 0), refunds, back);
        return "#支付宝业务明细查询\r\n#账号：[" + shop.sellerId() + "]\r\n"
                + "#-----------------------------------------业务明细列表----------------------------------------\r\n"
                + NAMES + "\r\n" + String.join("\r\n", rows) + "\r\n"
                + "#-----------------------------------------业务明细列表结束------------------------------------\r\n"
                + (fault == BillFault.NO_SUMS ? "" : sums) + "#导出时间：[" + Trades.time(clock.instant()) + "]\r\n";
    }

    private static String sums(int payments, long paid, int refunds, long back) {
        return "#交易合计：" + payments + "笔，商家实收共" + Trades.yuan(paid) + "元，商家优惠共0.00元\r\n" + "#退款合计：" + refunds
                + "笔，商家实收退款共" + Trades.yuan(-back) + "元，商家优惠退款共0.00元\r\n";
    }

    private static String row(Trade trade, String kind, String time, long fen, String refundNo) {
        List<String> cells = new ArrayList<>(List.of(
                trade.tradeNo,
                trade.outTradeNo,
                kind,
                trade.subject,
                Trades.time(trade.createdAt),
                time,
                "",
                "",
                "",
                "",
                "sim***@example.org",
                Trades.yuan(fen),
                Trades.yuan(fen)));
        for (int i = 0; i < 5; i++) {
            cells.add("0.00");
        }
        cells.addAll(List.of("", "0.00", "0.00", refundNo, "0.00", "0.00", ""));
        return String.join("\t,", cells);
    }

    private static byte[] archive(String details, @Nullable BillFault fault) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] bytes = fault == BillFault.BOMB
                ? new byte[BOMB_BYTES]
                : details.getBytes(fault == BillFault.UTF_8 ? StandardCharsets.UTF_8 : GBK);
        try (ZipOutputStream zip = new ZipOutputStream(out, GBK)) {
            zip.putNextEntry(new ZipEntry(DETAILS));
            zip.write(bytes);
            zip.putNextEntry(new ZipEntry("20880000000000010156_业务明细(汇总).csv"));
            zip.write("#支付宝业务汇总查询\r\n".getBytes(GBK));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
