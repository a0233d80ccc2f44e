/** A county's rural scheme (新农合) behind the tables of a front database. */
@NullMarked
package io.wutong.simulator.ncms;

import org.jspecify.annotations.NullMarked;
