package io.wutong.simulator.mpay;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A bill at the centre, from 6201 on. */
final class Upload {

    /** {@code ordStas}, those that the centre itself uses. */
    static final String SAVED = "0";

    static final String ORDERED = "1";
    static final String CASH_PAID = "3";
    static final String DONE = "6";
    static final String ALL_REFUNDED = "7";
    static final String INSURANCE_REFUNDED = "8";
    static final String REVOKED = "12";
    static final String INSURANCE_FAILED = "13";

    final String payOrdId;
    final String payToken;
    final ObjectNode asked;
    final long totalFen;
    long ownFen;
    long fundFen;
    long accountFen;
    String state = SAVED;
    /** By {@code appRefdSn}: what was asked. */
    final Map<String, String> refunds = new LinkedHashMap<>();

    long cashBackFen;

    Upload(String payOrdId, String payToken, ObjectNode asked, long totalFen) {
        this.payOrdId = payOrdId;
        this.payToken = payToken;
        this.asked = asked;
        this.totalFen = totalFen;
    }

    String of(String name) {
        return asked.path(name).asText();
    }
}
