package io.wutong.simulator.unionpay;

import java.time.Instant;
import java.util.Map;

/** One transaction: a payment, a cancellation or a refund. Changed only by {@link Transactions}, under its lock. */
final class Transaction {
    final Map<String, String> request;
    final String queryId;
    final String traceNo;
    final long fen;
    /** What a query answers as {@code origRespCode}. */
    String state;

    Instant at;
    long givenBackFen;

    Transaction(Map<String, String> request, String queryId, String traceNo, long fen, String state, Instant at) {
        this.request = request;
        this.queryId = queryId;
        this.traceNo = traceNo;
        this.fen = fen;
        this.state = state;
        this.at = at;
    }

    String type() {
        return request.getOrDefault("txnType", "");
    }

    String orderId() {
        return request.getOrDefault("orderId", "");
    }

    String txnTime() {
        return request.getOrDefault("txnTime", "");
    }

    boolean isPayment() {
        return type().equals("01");
    }

    boolean isDone() {
        return state.equals("00");
    }
}
