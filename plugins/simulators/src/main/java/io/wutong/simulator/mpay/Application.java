package io.wutong.simulator.mpay;

/**
 * A medical institution's application at the centre.
 *
 * @param appId at least sixteen characters
 */
public record Application(String appId, String appSecret) {
    @Override
    public String toString() {
        return "Application[" + appId + "]";
    }
}
