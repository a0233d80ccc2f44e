/** The tree of areas and nodes, as data. */
@NullMarked
package io.wutong.topology;

import org.jspecify.annotations.NullMarked;
