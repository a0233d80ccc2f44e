/** The patient's own share: orders, notifications, refunds. */
@NullMarked
package io.wutong.payment;

import org.jspecify.annotations.NullMarked;
