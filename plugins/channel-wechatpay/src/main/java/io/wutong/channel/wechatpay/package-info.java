/**
 * WeChat Pay, API v3, one merchant account at a time. The factory reads the configuration, the channel maps our orders
 * to WeChat's calls; below them one class signs, one verifies, one opens notifications, and one says what a refusal
 * means. JDK cryptography only.
 */
@NullMarked
package io.wutong.channel.wechatpay;

import org.jspecify.annotations.NullMarked;
