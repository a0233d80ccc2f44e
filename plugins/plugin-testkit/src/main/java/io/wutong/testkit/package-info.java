/**
 * Contract tests for plugins, servers that misbehave, and small tools for tests.
 *
 * <p>A plugin's {@code *ContractTest} extends {@link io.wutong.testkit.RegionAdapterContract},
 * {@link io.wutong.testkit.PaymentChannelContract} or {@link io.wutong.testkit.CredentialReaderContract}; every test
 * then runs from the plugin's classes and from its packed jar.
 */
@NullMarked
package io.wutong.testkit;

import org.jspecify.annotations.NullMarked;
