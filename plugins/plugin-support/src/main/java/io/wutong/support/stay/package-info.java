/**
 * A stay as every legacy system has it, written once: admission, rows, trial, settlement, cancellation, and how each is
 * found or undone when its answer was lost. A dialect implements {@link io.wutong.support.stay.StaySystem}, the calls
 * of its own system; {@link io.wutong.support.stay.StayAdapter} makes a region adapter of it.
 */
@NullMarked
package io.wutong.support.stay;

import org.jspecify.annotations.NullMarked;
