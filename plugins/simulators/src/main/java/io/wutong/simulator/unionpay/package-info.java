/**
 * UnionPay's full-channel API 5.1.0 with one merchant: its own reading of the protocol, its own certificate authority,
 * and a patient with a telephone. Signs with Bouncy Castle; shares nothing with the plugin.
 */
@NullMarked
package io.wutong.simulator.unionpay;

import org.jspecify.annotations.NullMarked;
