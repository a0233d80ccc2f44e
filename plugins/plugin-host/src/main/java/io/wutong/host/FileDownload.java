package io.wutong.host;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystem;
import io.vertx.core.file.OpenOptions;
import io.wutong.spi.Download;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** An answer's body in a file of the temporary folder, readable by this user only, and gone when it is closed. */
final class FileDownload implements Download {
    private static final String OWNER_ONLY = "rw-------";

    /**
     * Bytes that may wait for the disk. Far more than a disk is behind a network: an answer that is paused while its
     * server closes the connection after it, as one that was asked with {@code Connection: close} does, ends as broken.
     */
    private static final int WAITING_BYTES_MAX = 16 * 1024 * 1024;

    private final FileSystem files;
    private final Path path;
    private final AsyncFile sink;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Runnable onClose = () -> {};
    private volatile int status;

    private FileDownload(FileSystem files, Path path, AsyncFile sink) {
        this.files = files;
        this.path = path;
        this.sink = sink;
    }

    static Future<FileDownload> create(Vertx vertx) {
        FileSystem files = vertx.fileSystem();
        return files.createTempFile("wutong-download-", "", OWNER_ONLY)
                .compose(path -> files.open(path, new OpenOptions().setWrite(true))
                        .map(sink ->
                                new FileDownload(files, Path.of(path), sink.setWriteQueueMaxSize(WAITING_BYTES_MAX))));
    }

    /** Where the body goes; who writes it closes it. */
    AsyncFile sink() {
        return sink;
    }

    void onClose(Runnable then) {
        onClose = then;
    }

    FileDownload answered(int answeredStatus) {
        status = answeredStatus;
        return this;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public long length() {
        return path.toFile().length();
    }

    @Override
    public InputStream open() throws IOException {
        return Files.newInputStream(path);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            onClose.run();
            files.delete(path.toString());
        }
    }

    @Override
    public String toString() {
        return "FileDownload[" + status + "]";
    }
}
