package io.wutong.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.wutong.spi.Credential;
import io.wutong.spi.CredentialReader;
import io.wutong.spi.CredentialReaderFactory;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Outcome;
import io.wutong.spi.Scan;
import io.wutong.testkit.MisbehavingServer.Fault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every credential reader holds to: it reads what it recognises, and makes a person of nothing else. */
public abstract class CredentialReaderContract extends PluginContract<Simulator> {
    private static final int TEXTS = 300;

    @Override
    protected abstract CredentialReaderFactory factory();

    /** Scans that are read, with what they are. */
    protected abstract Map<Scan, Credential.Kind> good();

    /** Scans that are recognised and no good: a wrong check digit, a spent token. */
    protected abstract List<Scan> bad();

    /** A scan for which the reader asks over the network; empty when it never does. */
    protected Optional<Scan> asking() {
        return Optional.empty();
    }

    /** What it asks; by default nothing that it would call. */
    @Override
    protected Future<Simulator> simulator(Vertx vertx) {
        return vertx.createHttpServer()
                .requestHandler(request -> request.response().setStatusCode(404).end())
                .listen(0, "127.0.0.1")
                .map(Silent::new);
    }

    @Override
    final Descriptor descriptor() {
        return factory().descriptor();
    }

    @Override
    final void exercise(PluginWorld<Simulator> world) {
        good().keySet().forEach(scan -> Calls.await(reader(world).read(scan, Calls.context())));
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_read_what_it_recognises(Packaging packaging) {
        try (PluginWorld<Simulator> world = world(packaging)) {
            assertThat(good()).isNotEmpty();
            good().forEach((scan, kind) -> {
                assertThat(reader(world).recognises(scan)).isTrue();
                Outcome<Credential> outcome = Calls.await(reader(world).read(scan, Calls.context()));
                assertThat(outcome).isInstanceOfSatisfying(Outcome.Succeeded.class, succeeded -> {
                    Credential credential = (Credential) succeeded.answer();
                    assertThat(credential.kind()).isEqualTo(kind);
                    assertThat(credential.mdtrtCertType()).isEqualTo(certType(kind));
                    assertThat(credential.mdtrtCertNo()).isNotBlank();
                    if (credential.homeArea() != null) {
                        assertThat(credential.homeArea()).matches("[0-9]{6}");
                    }
                    assertThat(credential + " " + scan).doesNotContain(credential.mdtrtCertNo());
                });
            });
        }
    }

    private static String certType(Credential.Kind kind) {
        return switch (kind) {
            case E_VOUCHER -> "01";
            case ID_NUMBER -> "02";
            case SOCIAL_SECURITY_CARD -> "03";
        };
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_say_what_to_show_instead_when_a_scan_is_no_good(Packaging packaging) {
        try (PluginWorld<Simulator> world = world(packaging)) {
            assertThat(bad()).isNotEmpty();
            for (Scan scan : bad()) {
                assertThat(reader(world).recognises(scan)).isTrue();
                assertThat(Calls.await(reader(world).read(scan, Calls.context())))
                        .isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                            assertThat(rejected.message()).as("Chinese first").matches(".*\\p{IsHan}.*");
                            assertThat(rejected.message()).doesNotContain(scan.text());
                        });
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_never_make_a_person_of_noise(Packaging packaging) {
        Scan example = good().keySet().iterator().next();
        try (PluginWorld<Simulator> world = world(packaging)) {
            Gen.forAll(20261122, TEXTS, Gen.strings(0, 200), text -> {
                Scan noise = new Scan(text, example.fixmedinsCode(), example.deviceNo(), example.businessType());
                assertThat(Calls.await(reader(world).read(noise, Calls.context())))
                        .isNotInstanceOf(Outcome.Succeeded.class);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Packaging.class)
    void should_never_take_a_spoiled_answer_for_a_person(Packaging packaging) {
        Optional<Scan> scan = asking();
        if (scan.isEmpty()) {
            return;
        }
        try (PluginWorld<Simulator> world = deserted(packaging)) {
            assertThat(Calls.await(reader(world).read(scan.get(), Calls.context())))
                    .isInstanceOf(Outcome.NotSent.class);
        }
        for (Fault fault : faults(packaging)) {
            try (PluginWorld<Simulator> world = world(packaging)) {
                world.server().misbehave(fault, 0);
                long millis = fault == Fault.HANG ? 700 : 10_000;
                Outcome<Credential> outcome =
                        Calls.await(reader(world).read(scan.get(), Calls.context(millis, new MemoryVisitMemory())));
                if (fault == Fault.NONE || fault == Fault.SLOW) {
                    assertThat(outcome).as(fault.name()).isInstanceOf(Outcome.Succeeded.class);
                } else if (!fault.harmless()) {
                    assertThat(outcome)
                            .as(fault.name())
                            .isInstanceOfAny(Outcome.Unknown.class, Outcome.NotSent.class, Outcome.Pending.class);
                }
            }
        }
    }

    private static CredentialReader reader(PluginWorld<Simulator> world) {
        return world.host().credentialReaders().get(0).adapter();
    }

    private record Silent(HttpServer server) implements Simulator {
        @Override
        public int port() {
            return server.actualPort();
        }

        @Override
        public Future<Void> close() {
            return server.close();
        }
    }
}
