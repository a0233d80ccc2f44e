package io.wutong.sandbox;

import io.wutong.app.AppConfig.Tls;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A bare socket to one of the world's listeners: what is sent is exactly what is written, well formed or not. */
final class TlsWire implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 40_000;
    private static final char[] NO_PASSWORD = {};

    private final Socket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    private TlsWire(Socket socket) {
        this.socket = socket;
    }

    /** In clear text. */
    static TlsWire plain(int port) {
        try {
            return new TlsWire(new Socket(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static TlsWire to(int port, Certificates certificates) {
        return open(port, certificates, null);
    }

    /** With a certificate of our own. */
    static TlsWire to(int port, Certificates certificates, Tls identity) {
        return open(port, certificates, identity);
    }

    private static TlsWire open(int port, Certificates certificates, Tls identity) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, NO_PASSWORD);
            trusted.setCertificateEntry("ca", certificate(certificates.authorityFile()));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, NO_PASSWORD);
            if (identity != null) {
                String pem = Files.readString(identity.key()).replaceAll("-----[A-Z ]+-----", "");
                own.setKeyEntry(
                        "own",
                        KeyFactory.getInstance("EC")
                                .generatePrivate(new PKCS8EncodedKeySpec(
                                        Base64.getMimeDecoder().decode(pem))),
                        NO_PASSWORD,
                        new Certificate[] {certificate(identity.certificate())});
            }
            keys.init(own, NO_PASSWORD);
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return new TlsWire(context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Certificate certificate(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    TlsWire send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
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
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getInputStream().transferTo(received);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open, received: " + received.toString(StandardCharsets.UTF_8), e);
        } catch (SocketException e) {
            // a reset is a close as well, only ruder
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return received.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
