/** A county's rural scheme (新农合) that exchanges through the tables of a front database. */
@NullMarked
package io.wutong.region.ncms;

import org.jspecify.annotations.NullMarked;
