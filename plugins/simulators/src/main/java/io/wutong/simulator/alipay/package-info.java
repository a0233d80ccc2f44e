/**
 * Alipay's classic gateway with one merchant application: its own reading of the protocol, its own keys and certificates,
 * and a patient with a telephone. Shares nothing with the plugin.
 */
@NullMarked
package io.wutong.simulator.alipay;

import org.jspecify.annotations.NullMarked;
