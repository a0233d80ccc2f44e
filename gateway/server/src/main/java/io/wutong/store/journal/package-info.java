/** What operators read: exchanges, settlements, books, the outbox. */
@NullMarked
package io.wutong.store.journal;

import org.jspecify.annotations.NullMarked;
