/** A Hunan XML legacy system, profile H2, as an institution outside its pool sees it. */
@NullMarked
package io.wutong.simulator.hunan;

import org.jspecify.annotations.NullMarked;
