/** The command line. */
@NullMarked
package io.wutong.app.cli;

import org.jspecify.annotations.NullMarked;
