package io.wutong.support;

import io.wutong.spi.BillLine;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a channel's bill a line at a time and holds it, at its end, against what it says of itself. Blocks, so for the
 * worker.
 */
public interface BillReader extends Closeable {

    /**
     * The next line; null at the end, once count, sums and digest were found to hold.
     *
     * @throws BadAnswer when a line cannot be read, or the whole does not hold
     */
    @Nullable
    BillLine next() throws IOException;

    /** How a channel writes its bills. */
    @FunctionalInterface
    interface Format {
        /** @param packed the file as it came */
        BillReader open(InputStream packed) throws IOException;
    }
}
