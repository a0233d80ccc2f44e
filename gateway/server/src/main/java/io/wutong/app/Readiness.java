package io.wutong.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.sqlclient.Pool;
import io.wutong.host.AdapterSpec;
import io.wutong.host.PluginHost;
import io.wutong.spi.Body;
import io.wutong.spi.Value;
import io.wutong.transport.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Whether this process can take messages: the store answers and every configured plugin runs. Peers are tried with a
 * TCP connection and reported, but do not decide: without a neighbour the rest is still served.
 */
final class Readiness {

    private static final int STORE_MILLIS_MAX = 2_000;
    private static final int CONNECT_MILLIS_MAX = 1_000;

    private final Pool pool;
    private final PluginHost plugins;
    private final List<AdapterSpec> adapters;
    private final List<Peer> peers;
    private final NetClient client;

    Readiness(Vertx vertx, Pool pool, PluginHost plugins, AppConfig config) {
        this.pool = pool;
        this.plugins = plugins;
        this.adapters = config.adapters();
        this.peers = config.peers();
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout(CONNECT_MILLIS_MAX));
    }

    /** {@code status} and {@code checks}; never fails. */
    Future<Body> check() {
        Future<Body> store = store();
        Future<Body> running = plugins();
        Future<Body> reachable = peers();
        return Future.all(store, running, reachable)
                .map(done -> Body.builder()
                        .put("status", status(isUp(store.result()) && isUp(running.result())))
                        .put(
                                "checks",
                                Body.builder()
                                        .put("store", store.result())
                                        .put("plugins", running.result())
                                        .put("peers", reachable.result())
                                        .build())
                        .build());
    }

    private Future<Body> store() {
        return pool.query("select 1")
                .execute()
                .timeout(STORE_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .map(true)
                .otherwise(false)
                .map(up -> Body.of("status", status(up)));
    }

    private Future<Body> plugins() {
        return plugins.plugins()
                .timeout(STORE_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .otherwise(Map.of())
                .map(started -> {
                    Map<String, String> versions = new TreeMap<>(started);
                    adapters.forEach(adapter -> versions.putIfAbsent(adapter.pluginId(), ""));
                    List<Body> list = new ArrayList<>();
                    versions.forEach((id, version) -> list.add(
                            Body.builder().put("id", id).put("version", version).build()));
                    return Body.builder()
                            .put("status", status(!versions.containsValue("")))
                            .put("plugins", list)
                            .build();
                });
    }

    private Future<Body> peers() {
        List<Future<Boolean>> tries = peers.stream().map(this::reachable).toList();
        return Future.join(tries).map(done -> {
            List<Body> list = new ArrayList<>();
            boolean all = true;
            for (int i = 0; i < tries.size(); i++) {
                boolean up = tries.get(i).result();
                all &= up;
                list.add(Body.builder()
                        .put("name", peers.get(i).name())
                        .put("reachable", new Value.Bool(up))
                        .build());
            }
            return Body.builder().put("status", status(all)).put("peers", list).build();
        });
    }

    private Future<Boolean> reachable(Peer peer) {
        return client.connect(peer.port(), peer.host())
                .compose(socket -> socket.close().otherwiseEmpty())
                .timeout(2 * CONNECT_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .map(true)
                .otherwise(false);
    }

    Future<Void> close() {
        return client.close();
    }

    private static boolean isUp(Body check) {
        return check.textOr("status", "").equals("UP");
    }

    private static Value status(boolean up) {
        return Value.text(up ? "UP" : "DOWN");
    }
}
