/** The home's half: policies and the calculation of benefits. */
@NullMarked
package io.wutong.benefit;

import org.jspecify.annotations.NullMarked;
