package io.wutong.simulator.alipay;

/**
 * The one merchant application that the simulator knows. Invented numbers.
 *
 * @param contentKey Base64 of 16 bytes; contents may come encrypted or not
 */
public record Shop(String appId, String sellerId, String contentKey) {

    public static final Shop SAMPLE = new Shop("2021000000000001", "2088000000000001", "MDEyMzQ1Njc4OWFiY2RlZg==");

    @Override
    public String toString() {
        return "Shop[" + appId + "]";
    }
}
