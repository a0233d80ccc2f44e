/** Background work: who does which part of it (leases), and how long it waits between tries. */
@NullMarked
package io.wutong.work;

import org.jspecify.annotations.NullMarked;
