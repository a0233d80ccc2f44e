/**
 * What simulated legacy systems share behind their messages: the insurer's persons, years, stays and books, the rule
 * that it pays by, and an HTTP front that can misbehave. Same rule, same amounts, whatever the dialect.
 */
@NullMarked
package io.wutong.simulator.pool;

import org.jspecify.annotations.NullMarked;
