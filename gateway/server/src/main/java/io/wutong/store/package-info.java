/** All SQL: tables, the grouped writer, migrations. */
@NullMarked
package io.wutong.store;

import org.jspecify.annotations.NullMarked;
