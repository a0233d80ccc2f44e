/** What legacy dialects and payment channels share; packed into each plugin, never lent by the host. */
@NullMarked
package io.wutong.support;

import org.jspecify.annotations.NullMarked;
