/**
 * WeChat Pay as a merchant meets it: API v3 for Native orders and refunds, strict about our signatures, and callbacks
 * that are signed, encrypted and repeated. Its cryptography is its own, so that a mistake in the plugin's cannot cancel
 * out.
 */
@NullMarked
package io.wutong.simulator.wechat;

import org.jspecify.annotations.NullMarked;
