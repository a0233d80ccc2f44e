/** What the engine asks of the world: a clock, timers, random numbers, a store, links to neighbours. */
@NullMarked
package io.wutong.port;

import org.jspecify.annotations.NullMarked;
