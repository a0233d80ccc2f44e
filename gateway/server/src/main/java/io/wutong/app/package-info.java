/** The composition root, configuration and the command line. */
@NullMarked
package io.wutong.app;

import org.jspecify.annotations.NullMarked;
