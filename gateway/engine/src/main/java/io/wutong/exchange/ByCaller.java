package io.wutong.exchange;

import io.wutong.port.Key;
import io.wutong.port.Needs;
import io.wutong.port.Rows;
import io.wutong.spi.Body;
import io.wutong.spi.Care;
import io.wutong.spi.Outcome;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A transaction whose place of care is either here or behind a platform that calls us: the second knows what has been
 * split and booked elsewhere only as far as the platform's messages tell it.
 */
public final class ByCaller implements CareSide {

    private final CareSide here;
    private final CareSide behindPlatform;

    public ByCaller(CareSide here, CareSide behindPlatform) {
        this.here = here;
        this.behindPlatform = behindPlatform;
    }

    private CareSide of(Message message) {
        return message.arrival().fromPlatform() ? behindPlatform : here;
    }

    @Override
    public Needs needs(Message message) {
        return of(message).needs(message);
    }

    @Override
    public Needs more(Message message, Rows rows) {
        return of(message).more(message, rows);
    }

    @Override
    public String destination(Message message, Rows rows) {
        return of(message).destination(message, rows);
    }

    @Override
    public Optional<Key<BusinessKey>> businessKey(Message message) {
        return of(message).businessKey(message);
    }

    @Override
    public Step before(Message message, Rows rows) {
        return of(message).before(message, rows);
    }

    @Override
    public Needs needsAfter(Message message, @Nullable Care care) {
        return of(message).needsAfter(message, care);
    }

    @Override
    public Reply after(Message message, Rows rows, @Nullable Care care, Outcome<Body> home) {
        return of(message).after(message, rows, care, home);
    }
}
