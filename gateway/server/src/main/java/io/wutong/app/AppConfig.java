package io.wutong.app;

import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.wutong.charge.Sequences;
import io.wutong.host.AdapterSpec;
import io.wutong.host.JarTrust;
import io.wutong.http.Account;
import io.wutong.http.Terminal;
import io.wutong.topology.Node;
import io.wutong.transport.Peer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one process is told, already checked.
 *
 * @param process its name, in logs and traces
 * @param dataDir where it keeps its admin token
 * @param pluginDir plugin jars
 * @param pluginTrust which of them may be loaded: read from a file, those signed by its {@code plugin_keys} alone
 * @param database where its store is
 * @param loops event loops that take messages; 0 for one per core
 * @param hospital listener of hospitals and terminals
 * @param peer listener of neighbouring processes; null without any
 * @param callbacks listener of payment channels; null without any
 * @param admin listener of operators
 * @param callbackBase how channels reach {@code callbacks} from outside
 * @param nodes hosted here and bordering
 * @param charges in which order insurance and cash are taken, where a region says so
 * @param indexKey key of the person index, the same in all processes of a tree
 */
public record AppConfig(
        String process,
        Path dataDir,
        Path pluginDir,
        JarTrust pluginTrust,
        PgConnectOptions database,
        int loops,
        Listener hospital,
        @Nullable Listener peer,
        @Nullable Listener callbacks,
        Listener admin,
        String callbackBase,
        List<Node> nodes,
        List<Peer> peers,
        List<Account> accounts,
        List<Terminal> terminals,
        List<AdapterSpec> adapters,
        Sequences charges,
        byte[] indexKey) {

    /**
     * A listener.
     *
     * @param port 0 for any free one
     * @param tls null for clear text, which {@code run} allows on the loopback interface only
     */
    public record Listener(String host, int port, @Nullable Tls tls) {}

    /**
     * PEM files.
     *
     * @param ca who may connect, for mutual TLS; null without it
     */
    public record Tls(Path certificate, Path key, @Nullable Path ca) {

        /** What we show. */
        public PemKeyCertOptions identity() {
            return new PemKeyCertOptions().setCertPath(certificate.toString()).setKeyPath(key.toString());
        }

        /** Whom we trust; for mutual TLS alone. */
        public PemTrustOptions trusted() {
            return new PemTrustOptions().addCertPath(String.valueOf(ca));
        }
    }
}
