package io.wutong.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.wutong.host.AdapterSpec;
import io.wutong.host.ConfigCheck;
import io.wutong.host.HostServices;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Closeable;
import io.wutong.spi.CredentialReaderFactory;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Json;
import io.wutong.spi.NotifierFactory;
import io.wutong.spi.PaymentChannelFactory;
import io.wutong.spi.PluginServices;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.spi.Secret;
import io.wutong.testkit.MisbehavingServer.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pf4j.ExtensionPoint;

/** What holds for every plugin, whatever it does. */
abstract class PluginContract<S extends Simulator> {
    /** Set by {@code mvn -Pfull}. */
    static final String FULL = "wutong.full";

    private Vertx vertx = Vertx.vertx();

    /** The factory, from its class. */
    protected abstract ExtensionPoint factory();

    /** A whole configuration of one adapter whose counterpart listens on {@code 127.0.0.1:port}, in plain HTTP. */
    protected abstract AdapterSpec spec(int port);

    /** A system that behaves, fresh. */
    protected abstract Future<S> simulator(Vertx vertx);

    /** What stands before the simulator and spoils its answers; by default it speaks HTTP. */
    protected Future<? extends Front> front(Vertx vertx, int port) {
        return MisbehavingServer.inFrontOf(vertx, port);
    }

    abstract Descriptor descriptor();

    /** Calls the adapter a few times, so that there would be something to leave behind. */
    abstract void exercise(PluginWorld<S> world);

    @BeforeEach
    final void openVertx() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    final void closeVertx() {
        Calls.await(vertx.close());
    }

    /** A world of its own; close it. */
    protected final PluginWorld<S> world(Packaging packaging) {
        return world(packaging, spec -> spec);
    }

    /** As above, with the adapter configured otherwise. */
    final PluginWorld<S> world(Packaging packaging, UnaryOperator<AdapterSpec> otherwise) {
        S simulator = Calls.await(simulator(vertx));
        Front server = Calls.await(front(vertx, simulator.port()));
        return new PluginWorld<>(
                vertx,
                simulator,
                server,
                otherwise.apply(spec(server.port())),
                factory(),
                descriptor().id(),
                packaging);
    }

    /** As {@link #world}, with nobody listening where the configuration points. */
    protected final PluginWorld<S> deserted(Packaging packaging) {
        return world(packaging, spec -> spec(MisbehavingServer.refusingPort()));
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_describe_itself(Packaging packaging) {
        Descriptor descriptor = descriptor();
        assertThat(descriptor.id()).matches("[a-z0-9]+(-[a-z0-9]+)*");
        assertThat(descriptor.title()).as("Chinese first").matches(".*\\p{IsHan}.*");
        assertThat(descriptor.limits().inFlightMax()).isBetween(1, 10_000);
        assertThat(descriptor.limits().feeLinesPerCallMax()).isPositive();
        assertThat(descriptor.transactions()).allMatch(infno -> infno.matches("[0-9]{4}[A-Z]?"));
        if (packaging == Packaging.JAR) {
            assertThat(manifest("Plugin-Id")).isEqualTo(descriptor.id());
            assertThat(manifest("Plugin-Requires")).isNotBlank();
        }
        try (PluginWorld<S> world = world(packaging)) {
            assertThat(Calls.await(world.host().plugins())).containsKey(descriptor.id());
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_accept_its_configuration_and_refuse_broken_ones(Packaging packaging) {
        JsonObject schema = schema(packaging);
        ConfigCheck check = new ConfigCheck(descriptor().id(), schema);
        Body settings = spec(1).settings();
        assertThat(check.errors(settings)).as("the settings of this test").isEmpty();
        JsonArray examples = schema.getJsonArray("examples", new JsonArray());
        for (int i = 0; i < examples.size(); i++) {
            JsonObject example = examples.getJsonObject(i);
            assertThat(check.errors(Json.read(example.encode())))
                    .as("its own example")
                    .isEmpty();
            refuseBroken(check, schema, example);
        }
        refuseBroken(check, schema, new JsonObject(Json.writeText(settings)));
    }

    private static void refuseBroken(ConfigCheck check, JsonObject schema, JsonObject settings) {
        SchemaBreaks.of(schema, settings)
                .forEach((how, broken) -> assertThat(check.errors(Json.read(broken.encode())))
                        .as(how)
                        .isNotEmpty());
        assertThat(check.errors(
                        Json.read(settings.copy().put("no_such_setting", "x").encode())))
                .as("a name that is not known")
                .isNotEmpty();
    }

    /** What is tried: from the jar, which is loaded anew each time, what differs most; all of it with -Pfull. */
    static List<Fault> faults(Packaging packaging) {
        return packaging == Packaging.CLASSES || Boolean.getBoolean(FULL)
                ? List.of(Fault.values())
                : List.of(Fault.RESET, Fault.GARBAGE, Fault.DUPLICATED);
    }

    /** Five times; with {@code mvn -Pfull} two hundred. */
    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_leave_nothing_when_loaded_and_unloaded_again_and_again(Packaging packaging) {
        int rounds = Boolean.getBoolean(FULL) ? 200 : 5;
        for (int round = 0; round < rounds; round++) {
            // closing it is the check: class loader, threads, sockets, secrets
            try (PluginWorld<S> world = world(packaging)) {
                exercise(world);
            }
        }
        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .noneMatch(name -> name.startsWith("wutong-plugin-") || name.equals("wutong-stall-watch"));
    }

    /**
     * An adapter that blocks does so every time; a busy machine or the first loading of a class does not. So one quiet
     * round of five acquits it.
     */
    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_not_hold_its_event_loop_when_called(Packaging packaging) {
        List<String> stalls = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            try (PluginWorld<S> world = world(packaging)) {
                exercise(world);
                if (world.stalls().isEmpty()) {
                    return;
                }
                stalls.addAll(world.stalls());
            }
        }
        assertThat(stalls).as("the plugin held its event loop").isEmpty();
    }

    /** Nothing that a plugin may print of itself shows a secret: factory, adapter, what it was lent. */
    @Test
    void should_show_no_secret_when_it_is_printed() {
        S simulator = Calls.await(simulator(vertx));
        AdapterSpec spec = spec(simulator.port());
        HostServices services = HostServices.open(vertx, spec);
        try {
            Closeable adapter =
                    Calls.await(made(new AdapterConfig(spec.name(), spec.area(), spec.settings()), services));
            String printed = factory() + " " + adapter + " " + services + " " + spec;
            Calls.await(adapter.close());
            spec.secrets()
                    .forEach((name, secret) ->
                            assertThat(printed).as("secret " + name).doesNotContain(secret.text()));
        } finally {
            Calls.await(services.close());
            Calls.await(simulator.close());
        }
    }

    /** Two adapters of one plugin share its classes, and not their secrets: neither comes to the other's. */
    @Test
    void should_not_reach_another_adapters_secrets_when_both_are_served() {
        S simulator = Calls.await(simulator(vertx));
        AdapterSpec mine = copied(spec(simulator.port()), "mine");
        AdapterSpec theirs = copied(spec(simulator.port()), "theirs");
        HostServices own = HostServices.open(vertx, mine);
        HostServices other = HostServices.open(vertx, theirs);
        ExtensionPoint factory = factory();
        try {
            Closeable first = Calls.await(made(factory, new AdapterConfig("mine", mine.area(), mine.settings()), own));
            Closeable second =
                    Calls.await(made(factory, new AdapterConfig("theirs", theirs.area(), theirs.settings()), other));
            assertThat(Reach.secretsOf(first, factory))
                    .as("secrets of another adapter")
                    .doesNotContainAnyElementsOf(theirs.secrets().values());
            assertThat(Reach.secretsOf(second, factory))
                    .as("secrets of another adapter")
                    .doesNotContainAnyElementsOf(mine.secrets().values());
            assertThatThrownBy(() -> own.secret("theirs-alone")).isInstanceOf(IllegalArgumentException.class);
            Calls.await(first.close());
            Calls.await(second.close());
        } finally {
            Calls.await(own.close());
            Calls.await(other.close());
            Calls.await(simulator.close());
        }
    }

    /** With secrets of its own, of the same text where a plugin reads them as keys; one name only the others have. */
    private static AdapterSpec copied(AdapterSpec spec, String name) {
        Map<String, Secret> secrets = new HashMap<>();
        spec.secrets().forEach((key, secret) -> secrets.put(key, new Secret(secret.bytes())));
        secrets.put(name + "-alone", Secret.of(name));
        return spec.withName(name).withSecrets(secrets);
    }

    private Future<? extends Closeable> made(AdapterConfig config, PluginServices services) {
        return made(factory(), config, services);
    }

    private static Future<? extends Closeable> made(
            ExtensionPoint factory, AdapterConfig config, PluginServices services) {
        return factory instanceof RegionAdapterFactory region
                ? region.create(config, services)
                : factory instanceof PaymentChannelFactory channel
                        ? channel.create(config, services)
                        : factory instanceof CredentialReaderFactory reader
                                ? reader.create(config, services)
                                : ((NotifierFactory) factory).create(config, services);
    }

    private JsonObject schema(Packaging packaging) {
        try {
            if (packaging == Packaging.CLASSES) {
                return new JsonObject(Files.readString(classes().resolve("schemas/config.json")));
            }
            try (JarFile jar = new JarFile(PluginWorld.jarOf(descriptor().id()).toFile())) {
                byte[] bytes =
                        jar.getInputStream(jar.getEntry("schemas/config.json")).readAllBytes();
                return new JsonObject(new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path classes() {
        return Path.of(URI.create(factory()
                .getClass()
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
    }

    private String manifest(String name) {
        try (JarFile jar = new JarFile(PluginWorld.jarOf(descriptor().id()).toFile())) {
            return jar.getManifest().getMainAttributes().getValue(name);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
