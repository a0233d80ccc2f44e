package io.wutong.http.guard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A bare socket to a server under test: what is sent is exactly what is written here, well formed or not. */
final class Wire implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private Wire(Socket socket) {
        this.socket = socket;
    }

    static Wire to(int port) {
        return over(() -> new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static Wire over(SocketSource source) {
        try {
            Socket socket = source.open();
            socket.setTcpNoDelay(true);
            return new Wire(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Wire send(String text) {
        return send(Requests.bytes(text));
    }

    Wire send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (SocketException e) {
            // refused while we were still talking: what was answered is read next
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Everything until the server closes its side; fails when it does not. */
    String readUntilClosed() {
        return read(Integer.MAX_VALUE, "", (int) PATIENCE.toMillis(), PATIENCE);
    }

    /** Everything until so many answers of the test server's have come, which all end in the same word. */
    String readAnswers(int count) {
        return read(count, TestServer.END, (int) PATIENCE.toMillis(), PATIENCE);
    }

    String readUntil(String word) {
        return read(1, word, (int) PATIENCE.toMillis(), PATIENCE);
    }

    /** Sends one byte of the text after another, each after a little silence, and reads until the server closes. */
    String dripUntilClosed(String text, int pauseMillis) {
        for (int i = 0; i < text.length(); i++) {
            send(text.substring(i, i + 1));
            try {
                return read(Integer.MAX_VALUE, "", pauseMillis, PATIENCE);
            } catch (StillOpen e) {
                // still listening: the next byte
            }
        }
        throw new AssertionError("the server has listened to all of " + text.length() + " bytes");
    }

    private String read(int count, String end, int silenceMillis, Duration patience) {
        long startNanos = System.nanoTime();
        try {
            InputStream in = socket.getInputStream();
            while (occurrences(text(), end) < count) {
                socket.setSoTimeout(silenceMillis);
                int b = in.read();
                if (b < 0) {
                    return closed(count);
                }
                received.write(b);
                if (System.nanoTime() - startNanos > patience.toNanos()) {
                    throw new AssertionError("still reading after " + patience + ": " + text());
                }
            }
            return text();
        } catch (SocketTimeoutException e) {
            throw new StillOpen("still open after " + silenceMillis + " ms, received: " + text());
        } catch (SocketException e) {
            // a reset is a close as well, only ruder
            return closed(count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String closed(int count) {
        if (count != Integer.MAX_VALUE) {
            throw new AssertionError("closed before " + count + " answers: " + text());
        }
        return text();
    }

    private String text() {
        return received.toString(StandardCharsets.UTF_8);
    }

    private static int occurrences(String text, String part) {
        return part.isEmpty() ? 0 : (text.length() - text.replace(part, "").length()) / part.length();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    interface SocketSource {
        Socket open() throws IOException;
    }

    private static final class StillOpen extends AssertionError {
        private static final long serialVersionUID = 1L;

        StillOpen(String message) {
            super(message);
        }
    }
}
