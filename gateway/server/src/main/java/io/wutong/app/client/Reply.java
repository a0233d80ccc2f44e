package io.wutong.app.client;

/**
 * What came back.
 *
 * @param status HTTP status
 * @param bytes of the body, as received
 */
@SuppressWarnings("ArrayRecordComponent") // compared byte for byte in tests
public record Reply(int status, byte[] bytes) {}
