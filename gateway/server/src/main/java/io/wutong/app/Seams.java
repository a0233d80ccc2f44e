package io.wutong.app;

import io.wutong.exchange.Ports;
import io.wutong.port.Clock;
import java.util.function.UnaryOperator;

/**
 * Where a sandbox puts something of its own: a clock that can be moved, and something in between the engine and what it
 * works with. A process that {@code wutong run} starts has no more than the clock; no configuration says otherwise.
 *
 * @param clock the wall clock
 * @param around what each loop's ports are wrapped in
 */
public record Seams(Clock clock, UnaryOperator<Ports> around) {

    static Seams of(Clock clock) {
        return new Seams(clock, UnaryOperator.identity());
    }
}
