/** The e-voucher's front end in a hospital's network, and the telephone that shows the code. */
@NullMarked
package io.wutong.simulator.voucher;

import org.jspecify.annotations.NullMarked;
