/** How hospitals and terminals speak to a gateway: for the command line, the sandbox and tests. */
@NullMarked
package io.wutong.app.client;

import org.jspecify.annotations.NullMarked;
