package io.wutong.simulator.wechat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The trade bill of a day: a row per payment and a row per refund, values behind back-ticks, yuan, and a summary; one
 * answer names file and hash, another gives the file once, unsigned.
 */
final class Bills {

    private static final String HEADER =
            "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
    private static final String SUMMARY = "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
    private static final int BOMB_BYTES = 100 * 1024 * 1024;

    private final Merchant merchant;
    private final SimulatorKeys keys;
    private final Map<String, byte[]> files = new HashMap<>();
    private final Map<String, Path> longFiles = new HashMap<>();
    private final Deque<BillFault> faults = new ArrayDeque<>();

    Bills(Merchant merchant, SimulatorKeys keys) {
        this.merchant = merchant;
        this.keys = keys;
    }

    synchronized void fail(BillFault fault) {
        faults.add(fault);
    }

    /** @param base where this simulator is reached */
    synchronized Reply offer(List<Order> orders, String date, String base) {
        List<String> rows = new ArrayList<>();
        long paid = 0;
        long refunded = 0;
        for (Order order : orders) {
            if (order.successTime.startsWith(date)) {
                rows.add(payment(order));
                paid += order.totalFen;
            }
            for (Order.Refund refund : order.refunds.values()) {
                if (refund.requestTime.startsWith(date)) {
                    rows.add(refund(order, refund));
                    refunded += refund.refundFen;
                }
            }
        }
        if (rows.isEmpty()) {
            return Reply.error(400, "NO_STATEMENT_EXIST", "账单文件不存在");
        }
        BillFault fault = faults.poll();
        String summary = line(
                Integer.toString(rows.size()),
                yuan(paid),
                yuan(refunded),
                "0.00",
                "0.00000",
                yuan(paid + (fault == BillFault.WRONG_SUM ? 1 : 0)),
                yuan(refunded));
        List<String> sent = new ArrayList<>(fault == BillFault.MISSING_ROW ? rows.subList(1, rows.size()) : rows);
        if (fault == BillFault.EXTRA_ROW) {
            sent.add(rows.get(0));
        }
        String text =
                "\uFEFF" + HEADER + "\r\n" + String.join("\r\n", sent) + "\r\n" + SUMMARY + "\r\n" + summary + "\r\n";
        byte[] bytes = fault == BillFault.BOMB ? new byte[BOMB_BYTES] : text.getBytes(StandardCharsets.UTF_8);
        String token = keys.nonce(32);
        files.put(token, gzip(fault == BillFault.WRONG_HASH ? (text + " ").getBytes(StandardCharsets.UTF_8) : bytes));
        String host = fault == BillFault.OTHER_HOST ? "http://127.0.0.1:9" : base;
        return offered(HexFormat.of().formatHex(sha1().digest(bytes)), host, token);
    }

    /**
     * Writes a bill of this many payments of one yuan, to orders {@code LONG} and eight digits.
     *
     * @param file takes the packed bill
     * @return its hash
     */
    String makeLong(int rows, String date, Path file) {
        MessageDigest sha1 = sha1();
        try (OutputStream out = new BufferedOutputStream(
                new DigestOutputStream(new GZIPOutputStream(Files.newOutputStream(file), 1 << 16), sha1))) {
            out.write(("\uFEFF" + HEADER + "\r\n").getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < rows; i++) {
                Order order = new Order("LONG" + String.format(Locale.ROOT, "%08d", i), "", 100, Instant.EPOCH, "", "");
                order.transactionId = "4200000000" + (1_000_000_000_000_000_000L + i);
                out.write((row(order, date + "T12:00:00+08:00", "SUCCESS", "1.00", "0", "0", "0.00", "") + "\r\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
            String sum = yuan(100L * rows);
            out.write((SUMMARY + "\r\n" + line(Integer.toString(rows), sum, "0.00", "0.00", "0.00000", sum, "0.00")
                            + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(sha1.digest());
    }

    synchronized Reply offerLong(Path file, String sha1, String base) {
        String token = keys.nonce(32);
        longFiles.put(token, file);
        return offered(sha1, base, token);
    }

    synchronized @Nullable Path takeLong(String token) {
        return longFiles.remove(token);
    }

    private static Reply offered(String sha1, String host, String token) {
        return new Reply(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("hash_type", "SHA1")
                        .put("hash_value", sha1)
                        .put("download_url", host + "/v3/billdownload/file?token=" + token)
                        .toString());
    }

    synchronized byte @Nullable [] take(String token) {
        return files.remove(token);
    }

    private String payment(Order order) {
        return row(order, order.successTime, "SUCCESS", yuan(order.totalFen), "0", "0", "0.00", "");
    }

    private String refund(Order order, Order.Refund refund) {
        return row(
                order,
                refund.requestTime,
                "REFUND",
                "0.00",
                refund.refundId,
                refund.outRefundNo,
                yuan(refund.refundFen),
                refund.state);
    }

    private String row(
            Order order,
            String time,
            String tradeState,
            String paid,
            String refundId,
            String refundNo,
            String refunded,
            String refundState) {
        return line(
                time.substring(0, 19).replace('T', ' '),
                merchant.appid(),
                merchant.mchid(),
                "0",
                "",
                order.transactionId,
                order.outTradeNo,
                "oSimulatorPayer0000000000001",
                "NATIVE",
                tradeState,
                "OTHERS",
                "CNY",
                paid,
                "0.00",
                refundId,
                refundNo,
                refunded,
                "0.00",
                refundState.isEmpty() ? "" : "ORIGINAL",
                refundState,
                "住院, 个人自付",
                "",
                "0.00000",
                "0.00%",
                paid,
                refunded,
                "");
    }

    private static String line(String... values) {
        return "`" + String.join(",`", values);
    }

    private static String yuan(long fen) {
        return BigDecimal.valueOf(fen, 2).toPlainString();
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
