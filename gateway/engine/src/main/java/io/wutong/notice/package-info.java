/** What patients are told by SMS, each notice once, and the links by which they answer. */
@NullMarked
package io.wutong.notice;

import org.jspecify.annotations.NullMarked;
