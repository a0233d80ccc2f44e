package io.wutong.support.stay;

import io.vertx.core.Future;
import io.wutong.spi.Body;
import java.util.List;
import java.util.Set;

/**
 * The rows of a bill at a legacy system that wants fee lines itself. A row is known by a key that follows from the
 * line's {@code feedetl_sn}, so that the same line is the same row on every call. Calls fail as those of {@link
 * StaySystem} do.
 */
public interface LineSystem {

    /**
     * What the legacy system has of a visit's lines.
     *
     * @param written every row that ever arrived, taken back or not
     * @param standing those of them that count
     */
    record There(Set<String> written, Set<String> standing) {}

    String key(String feedetlSn);

    Future<There> find(Step step);

    /** Writes lines; a failure after some of them have arrived says that they may have happened. */
    Future<?> save(Step step, List<Body> lines);

    /** Takes back those of these rows that stand. */
    Future<?> takeBack(Step step, Set<String> keys);

    /** Nothing of the visit stands any more. */
    Future<?> deleteAll(Step step);
}
