/**
 * UnionPay's full-channel API 5.1.0, one merchant at a time: consumption by a scanned code and by our code. The channel
 * maps our orders to transactions; {@code ApiClient} sends and verifies, {@code Signing} signs, {@code Trust} decides
 * whose signature counts, {@code ResponseCode} says what an answer means, {@code SettlementFile} reads the day's file.
 * JDK cryptography only.
 */
@NullMarked
package io.wutong.channel.unionpay;

import org.jspecify.annotations.NullMarked;
