package io.wutong.port;

import java.util.List;
import java.util.Optional;

/** The rows that were asked for, as they stand for the command that reads them. */
public interface Rows {

    /**
     * One row, if it is there.
     *
     * @throws IllegalStateException when the command's needs did not name it
     */
    <T extends Row> Optional<T> one(Key<T> key);

    /** All rows whose keys begin so, in key order. */
    <T extends Row> List<T> all(Key<T> prefix);
}
