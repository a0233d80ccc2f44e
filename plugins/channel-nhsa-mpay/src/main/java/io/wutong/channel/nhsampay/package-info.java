/**
 * The mobile-payment centre of a region: insurance and cash in one order. {@code MobilePayOrders} maps our orders to 6201,
 * 6202, 6301, 6203 and 6401, {@code Centre} sends, {@code Wrapper} seals and opens with SM2 and SM4, {@code Standing} says
 * what a state of the centre means for either half.
 */
@NullMarked
package io.wutong.channel.nhsampay;

import org.jspecify.annotations.NullMarked;
