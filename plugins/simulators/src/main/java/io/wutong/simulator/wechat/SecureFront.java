package io.wutong.simulator.wechat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.wutong.simulator.pki.Authority;
import java.security.KeyPair;
import java.time.Clock;

/** The TLS of WeChat's reversal: a server that asks for the merchant's certificate, and what the merchant needs for it. */
public final class SecureFront {

    private final Authority authority;
    private final KeyPair server = Authority.pair("RSA");
    private final KeyPair merchant = Authority.pair("RSA");
    private final String serverCertificate;
    private final String merchantCertificate;

    public SecureFront(Clock clock) {
        authority = Authority.root("CN=Simulated Tenpay Root, O=Wutong, C=CN", "RSA", clock);
        serverCertificate = Authority.pem(authority.issueServer(server.getPublic()));
        merchantCertificate = Authority.pem(authority.issue("CN=1900000001, O=Wutong, C=CN", merchant.getPublic()));
    }

    HttpServerOptions serverOptions() {
        return new HttpServerOptions()
                .setSsl(true)
                .setClientAuth(ClientAuth.REQUIRED)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addKeyValue(Buffer.buffer(Authority.pem(server.getPrivate())))
                        .addCertValue(Buffer.buffer(serverCertificate)))
                .setTrustOptions(
                        new PemTrustOptions().addCertValue(Buffer.buffer(Authority.pem(authority.certificate()))));
    }

    /** Whom the merchant must trust. */
    public String authorityPem() {
        return Authority.pem(authority.certificate());
    }

    public String merchantCertificatePem() {
        return merchantCertificate;
    }

    public String merchantKeyPem() {
        return Authority.pem(merchant.getPrivate());
    }
}
