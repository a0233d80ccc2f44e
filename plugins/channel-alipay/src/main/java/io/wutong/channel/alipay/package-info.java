/**
 * Alipay by its classic gateway, one merchant application at a time. The factory reads the configuration, the channel
 * maps our orders to trade calls; below them {@code ApiClient} signs, sends and verifies, {@code Notifications} opens
 * callbacks, {@code Refusal} says what a refusal means and {@code Bill} reads the bill. JDK cryptography only.
 */
@NullMarked
package io.wutong.channel.alipay;

import org.jspecify.annotations.NullMarked;
