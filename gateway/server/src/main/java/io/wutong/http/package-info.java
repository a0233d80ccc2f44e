/** The listeners: hospital, terminal, callbacks, admin. */
@NullMarked
package io.wutong.http;

import org.jspecify.annotations.NullMarked;
