package io.wutong.spi;

/**
 * What a channel is answered.
 *
 * @param status HTTP status
 * @param contentType of the body
 * @param body may be empty
 */
public record Acknowledgement(int status, String contentType, String body) {}
