/** The five-level world in one JVM, its counterparts, and the demonstration. */
@NullMarked
package io.wutong.sandbox;

import org.jspecify.annotations.NullMarked;
