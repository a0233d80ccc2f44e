/** What is counted and told while messages pass. */
@NullMarked
package io.wutong.observe;

import org.jspecify.annotations.NullMarked;
