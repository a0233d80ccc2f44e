package io.wutong.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.app.AppConfig.Tls;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That every listener of a running process stands behind the framing guard; the guard's own tests have the whole list. */
class ListenerFramingIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.ONE);

    private static final String SMUGGLED = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static Tls identity;

    enum Listener {
        HOSPITAL("/fsi/api/rsfComIfsService/callService"),
        CALLBACKS("/callbacks/wechatpay"),
        PEERS("/exchange/v1/messages"),
        ADMIN("/admin/v1/reload");

        private final String path;

        Listener(String path) {
            this.path = path;
        }

        TlsWire open() {
            var certificates = WORLD.world().certificates();
            return switch (this) {
                case HOSPITAL -> TlsWire.to(WORLD.care().hospitalPort(), certificates);
                case CALLBACKS -> TlsWire.to(WORLD.care().callbackPort(), certificates);
                case PEERS -> TlsWire.to(WORLD.care().peerPort(), certificates, identity);
                case ADMIN -> TlsWire.plain(WORLD.care().adminPort());
            };
        }
    }

    @BeforeAll
    static void identity() throws Exception {
        identity = WORLD.world().certificates().issue("framing", List.of("500000"));
    }

    @ParameterizedTest
    @EnumSource
    void should_refuse_when_length_and_chunks_are_both_declared(Listener listener) {
        refused(listener, "400", "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void should_refuse_when_there_are_two_hosts(Listener listener) {
        refused(listener, "400", "Host: other\r\nContent-Length: 0\r\n\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void should_refuse_when_a_header_is_folded(Listener listener) {
        refused(listener, "400", "X-Folded: a\r\n b\r\nContent-Length: 0\r\n\r\n");
    }

    @ParameterizedTest
    @EnumSource
    void should_refuse_and_close_when_99_gigabytes_are_announced(Listener listener) {
        refused(listener, "413", "Content-Length: 99000000000\r\n\r\nabcd");
    }

    @ParameterizedTest
    @EnumSource
    void should_refuse_when_the_path_is_encoded_or_climbs(Listener listener) {
        for (String path : List.of("/a/..%2f" + listener.path.substring(1), "/x/%2e%2e" + listener.path)) {
            try (TlsWire wire = listener.open()) {
                String answer = wire.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
                        .readUntilClosed();
                assertThat(answer).startsWith("HTTP/1.1 400 ").contains("NET-HTTP-008");
            }
        }
    }

    @Test
    void should_close_when_a_body_never_ends() {
        Map<String, String> before = WORLD.effects();
        // the hospitals' refuses before it reads a body, as nobody has signed
        Map<Listener, TlsWire> wires = new EnumMap<>(Listener.class);
        try {
            for (Listener listener : List.of(Listener.CALLBACKS, Listener.PEERS, Listener.ADMIN)) {
                wires.put(listener, listener.open());
            }
            // all three at once: each waits as long as a listener does
            wires.forEach((listener, wire) -> wire.send(
                    "POST " + listener.path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nabc"));
            wires.forEach((listener, wire) ->
                    assertThat(wire.readUntilClosed()).as(listener.name()).doesNotContain("HTTP/1.1 200 "));
        } finally {
            wires.values().forEach(TlsWire::close);
        }
        assertThat(WORLD.effects()).isEqualTo(before);
    }

    private static void refused(Listener listener, String status, String rest) {
        try (TlsWire wire = listener.open()) {
            String answers = wire.send("POST " + listener.path + " HTTP/1.1\r\nHost: localhost\r\n" + rest + SMUGGLED)
                    .readUntilClosed();
            assertThat(answers).startsWith("HTTP/1.1 " + status + " ").contains("NET-HTTP-");
            assertThat(answers.split("HTTP/1.1 ", -1)).as("one answer").hasSize(2);
        }
    }
}
