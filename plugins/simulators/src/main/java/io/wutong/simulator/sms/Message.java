package io.wutong.simulator.sms;

import java.time.LocalDateTime;

/**
 * A message that was taken.
 *
 * @param outId the sender's own number, empty when none was given
 * @param content with the sign in front, as the telephone shows it
 * @param status 1 waits for the carrier, 2 refused by the carrier, 3 delivered
 * @param errCode the carrier's word, empty while it is waited for
 * @param sentAt civil time in China
 */
public record Message(
        String bizId,
        String outId,
        String telephone,
        String templateCode,
        String content,
        int status,
        String errCode,
        LocalDateTime sentAt) {

    /** Without the telephone and what it shows. */
    @Override
    public String toString() {
        return "Message[" + outId + ", " + templateCode + ", " + status + "]";
    }

    Message with(int newStatus, String newErrCode) {
        return new Message(bizId, outId, telephone, templateCode, content, newStatus, newErrCode, sentAt);
    }
}
