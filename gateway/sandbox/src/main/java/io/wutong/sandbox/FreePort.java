package io.wutong.sandbox;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a listener whose number must be known before it listens. Taken from 10000 to 29999, below those that Linux
 * gives to whoever asks for any (32768 and above): so that nothing else takes it in the time between.
 */
public final class FreePort {

    private static final int LOWEST = 10_000;
    private static final int BELOW = 30_000;
    private static final int ATTEMPTS = 100;

    private FreePort() {}

    /** @throws IOException if {@value #ATTEMPTS} ports in a row are taken */
    public static int next() throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, BELOW);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // the next one
            }
        }
        throw new IOException("no free port found in " + ATTEMPTS + " attempts");
    }
}
