package io.wutong.simulator.alipay;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** One order and its refunds. Changed only by {@link Trades}, under its lock. */
final class Trade {
    final String outTradeNo;
    final String content;
    final long totalFen;
    final String subject;
    final Instant expiresAt;
    final String notifyUrl;
    final String qrCode;
    final Map<String, Refund> refunds = new LinkedHashMap<>();
    /** Empty until the code was scanned: Alipay knows no trade before. */
    String status = "";

    String tradeNo = "";
    Instant createdAt = Instant.EPOCH;
    Instant paidAt = Instant.EPOCH;

    Trade(
            String outTradeNo,
            String content,
            long totalFen,
            String subject,
            Instant expiresAt,
            String notifyUrl,
            String qrCode) {
        this.outTradeNo = outTradeNo;
        this.content = content;
        this.totalFen = totalFen;
        this.subject = subject;
        this.expiresAt = expiresAt;
        this.notifyUrl = notifyUrl;
        this.qrCode = qrCode;
    }

    boolean exists() {
        return !status.isEmpty();
    }

    boolean wasPaid() {
        return !paidAt.equals(Instant.EPOCH);
    }

    long refundedFen() {
        return refunds.values().stream()
                .filter(refund -> refund.done)
                .mapToLong(refund -> refund.fen)
                .sum();
    }

    long askedBackFen() {
        return refunds.values().stream().mapToLong(refund -> refund.fen).sum();
    }

    /** Money on its way back, or back. */
    static final class Refund {
        final String outRequestNo;
        final long fen;
        final Instant at;
        boolean done;

        Refund(String outRequestNo, long fen, Instant at) {
            this.outRequestNo = outRequestNo;
            this.fen = fen;
            this.at = at;
        }
    }
}
