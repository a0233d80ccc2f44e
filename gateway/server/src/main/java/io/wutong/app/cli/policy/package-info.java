/** Commands on policy files and calculations; none needs a database. */
@NullMarked
package io.wutong.app.cli.policy;

import org.jspecify.annotations.NullMarked;
