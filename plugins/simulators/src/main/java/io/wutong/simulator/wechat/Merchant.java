package io.wutong.simulator.wechat;

/**
 * The one merchant that the simulator knows. Invented numbers.
 *
 * @param serial of the merchant's API certificate
 * @param apiV3Key 32 characters
 * @param platformKeyId names the key that the simulator signs with
 * @param apiV2Key 32 characters, for version 2
 */
public record Merchant(
        String mchid, String appid, String serial, String apiV3Key, String platformKeyId, String apiV2Key) {

    public static final Merchant SAMPLE = new Merchant(
            "1900000001",
            "wx0000000000000001",
            "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
            "0123456789abcdefghijklmnopqrstuv",
            "PUB_KEY_ID_0119000000012026112200000001",
            "abcdefghijklmnopqrstuv0123456789");

    @Override
    public String toString() {
        return "Merchant[" + mchid + "]";
    }
}
