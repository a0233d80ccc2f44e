package io.wutong.app.cli;

import io.vertx.core.Vertx;
import io.wutong.app.AppConfig;
import io.wutong.app.Gateway;
import io.wutong.app.Hmac;
import io.wutong.app.config.Durability;
import io.wutong.exchange.Directory;
import io.wutong.port.Store;
import io.wutong.store.Migrations;
import io.wutong.store.PgStore;
import io.wutong.store.benefit.Calculations;
import io.wutong.store.catalogue.MappingQueue;
import io.wutong.store.claims.ClaimBook;
import io.wutong.store.imports.DirectoryLoader;
import io.wutong.store.imports.Imports;
import io.wutong.store.journal.Journal;
import io.wutong.topology.Topology;

/** The store alone, without listeners and plugins, for one command. */
final class StoreSession implements AutoCloseable {

    private static final int OPEN_SECONDS_MAX = 120;
    private static final int CLOSE_SECONDS_MAX = 30;

    private final Vertx vertx;
    private final PgStore store;
    private final Imports imports;
    private final DirectoryLoader loader;

    private StoreSession(Vertx vertx, PgStore store, Imports imports, DirectoryLoader loader) {
        this.vertx = vertx;
        this.store = store;
        this.imports = imports;
        this.loader = loader;
    }

    /** Connects and brings the schema up to date. */
    static StoreSession open(AppConfig config) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Await.of(
                    Durability.check(vertx, config.database())
                            .compose(durable -> Migrations.run(vertx, config.database())),
                    OPEN_SECONDS_MAX);
            PgStore store = new PgStore(vertx, config.database());
            return new StoreSession(
                    vertx,
                    store,
                    new Imports(store.pool(), store, Gateway.areas(), new Hmac(config.indexKey())),
                    new DirectoryLoader(store.pool(), Topology.of(Gateway.areas(), config.nodes())));
        } catch (Exception e) {
            Await.of(vertx.close(), CLOSE_SECONDS_MAX);
            throw e;
        }
    }

    /** The mapping queue, with what is in force now. */
    MappingQueue mappings() throws Exception {
        Directory directory = Await.of(loader.load(), OPEN_SECONDS_MAX);
        return new MappingQueue(store.pool(), store, () -> directory);
    }

    Store store() {
        return store;
    }

    Calculations calculations() {
        return new Calculations(store.pool());
    }

    Imports imports() {
        return imports;
    }

    ClaimBook claims() {
        return new ClaimBook(store.pool(), store);
    }

    Journal journal() {
        return new Journal(store.pool());
    }

    @Override
    public void close() throws Exception {
        try {
            Await.of(store.close(), CLOSE_SECONDS_MAX);
        } finally {
            // on its own: a future of the store ends on a loop that is gone once Vert.x is closed
            Await.of(vertx.close(), CLOSE_SECONDS_MAX);
        }
    }
}
