/** The Hunan XML dialect (profile H2): session login, {@code <Program>} messages, the {@code Remote_…} functions. */
@NullMarked
package io.wutong.region.hunan;

import org.jspecify.annotations.NullMarked;
