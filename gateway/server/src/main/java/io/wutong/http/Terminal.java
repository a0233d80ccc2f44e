package io.wutong.http;

/**
 * A terminal's key.
 *
 * @param id {@code x-wutong-terminal}
 * @param key its secret
 * @param fixmedinsCode where it stands
 */
@SuppressWarnings("ArrayRecordComponent") // a key
public record Terminal(String id, byte[] key, String fixmedinsCode) {
    @Override
    public String toString() {
        return "Terminal[" + id + "]";
    }
}
