/** What two parties wrote down of one day, compared row by row; pure. */
@NullMarked
package io.wutong.reconcile.rules;

import org.jspecify.annotations.NullMarked;
