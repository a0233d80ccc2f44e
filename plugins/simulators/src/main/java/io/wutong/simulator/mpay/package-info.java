/**
 * A mobile-payment centre (医保移动支付中心, 6201 to 6401) with its own reading of the SM2/SM4 wrapper: Jackson and the Bouncy
 * Castle provider, nothing of the plugin's.
 */
@NullMarked
package io.wutong.simulator.mpay;

import org.jspecify.annotations.NullMarked;
