/**
 * What a plugin sees of Wutong, and all that it sees besides the JDK, {@code io.vertx.core} and SLF4J.
 *
 * <p>A region adapter answers for a home region's legacy system, a payment channel for WeChat Pay and its like, a
 * credential reader turns what a terminal read into a person, a notifier tells people. Each is made by a factory that
 * PF4J finds ({@code @Extension}); the host keeps one instance per configured adapter.
 *
 * <p>Every call ends in one of the five cases of {@link io.wutong.spi.Outcome}. A future that <em>fails</em> is read by
 * the host as {@link io.wutong.spi.Outcome.Unknown}, unless the failure is a {@link io.wutong.spi.CallFailure} that
 * knows the request was never sent.
 */
@NullMarked
package io.wutong.spi;

import org.jspecify.annotations.NullMarked;
