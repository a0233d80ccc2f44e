/** Which handler answers which transaction, at the place of care and at home: the one table of them all. */
@NullMarked
package io.wutong.handlers;

import org.jspecify.annotations.NullMarked;
