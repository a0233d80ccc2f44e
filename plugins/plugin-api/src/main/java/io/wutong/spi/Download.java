package io.wutong.spi;

import java.io.IOException;
import java.io.InputStream;

/**
 * An answer of any status whose body lies in a file of the host, not in memory. The file is gone once this is closed, at
 * the latest when the adapter is.
 */
public interface Download extends AutoCloseable {
    int status();

    /** Bytes of the body as it came. */
    long length();

    /** The body from its beginning, as often as wanted; blocks, so for {@link PluginServices#work}. */
    InputStream open() throws IOException;

    /** Deletes the file; may be called again. */
    @Override
    void close();
}
