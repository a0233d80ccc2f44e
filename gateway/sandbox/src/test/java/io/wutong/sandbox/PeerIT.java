package io.wutong.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.app.AppConfig.Tls;
import io.wutong.envelope.Envelope;
import io.wutong.envelope.MessageHash;
import io.wutong.exchange.PeerCodec;
import io.wutong.exchange.PeerCodec.PeerMessage;
import io.wutong.port.Clock;
import io.wutong.spi.Body;
import io.wutong.spi.Json;
import io.wutong.spi.Value;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a neighbour may say: real mutual TLS, certificates of the world's own authority. */
class PeerIT {

    @RegisterExtension
    static final WorldExtension WORLD = WorldExtension.of(World.Layout.THREE);

    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static int serial;

    @Test
    void should_carry_a_message_when_the_certificate_speaks_for_the_node_that_sends_it() throws Exception {
        String answer = post(List.of("100000"), message("100000", "320000", "430421", "H43042100001"));

        assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"outcome\":\"succeeded\"", "张示例");
    }

    @Test
    void should_refuse_when_the_certificate_speaks_for_another_area() throws Exception {
        refused(List.of("430000"), message("100000", "320000", "430421", "H43042100001"), "100000");
    }

    @Test
    void should_refuse_a_child_that_carries_what_began_elsewhere() throws Exception {
        // 430000 is a child of the nation; this message says that it began in 江苏
        refusedBy("100000", List.of("430000"), message("430000", "100000", "321102", World.HOSPITAL), "430000");
    }

    @Test
    void should_refuse_a_parent_that_carries_what_began_below_us() throws Exception {
        refused(List.of("100000"), message("100000", "320000", "321102", World.HOSPITAL), "100000");
    }

    @Test
    void should_refuse_when_nodes_do_not_border_on_each_other() throws Exception {
        refused(List.of("100000"), message("100000", "321102", "430421", "H43042100001"), "100000");
    }

    @Test
    void should_refuse_when_the_hash_is_another_messages() throws Exception {
        PeerMessage m = message("100000", "320000", "430421", "H43042100001");
        PeerMessage altered = new PeerMessage(
                m.from(),
                m.to(),
                m.destination(),
                m.traceId(),
                m.remainingMillis(),
                m.attempt(),
                m.hopsBefore(),
                "0".repeat(64),
                null,
                m.message());
        Map<String, String> before = WORLD.effects();

        assertThat(post(List.of("100000"), altered)).startsWith("HTTP/1.1 409 ").contains("MSG-MOD-001");

        assertThat(WORLD.effects()).isEqualTo(before);
    }

    @Test
    void should_fail_the_handshake_when_there_is_no_certificate() {
        int port = WORLD.world().gateway("320000").peerPort();
        String heard;
        try (TlsWire wire = TlsWire.to(port, WORLD.world().certificates())) {
            heard = wire.send("GET /exchange/v1/messages HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    .readUntilClosed();
        } catch (UncheckedIOException e) {
            heard = "";
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void should_refuse_a_certificate_that_names_no_area() throws Exception {
        String answer = post(List.of(), message("100000", "320000", "430421", "H43042100001"));

        assertThat(answer).startsWith("HTTP/1.1 403 ").contains("AUTH-PEER-001");
    }

    // ---------------------------------------------------------------- shared

    /** 1101 for a person of 江宁, as the node above hands it down. */
    private static PeerMessage message(String from, String to, String careArea, String fixmedinsCode) {
        LocalDateTime now = LocalDateTime.now(Clock.ZONE);
        Body envelope = Body.builder()
                .put("infno", "1101")
                .put("msgid", fixmedinsCode + COMPACT.format(now) + "9%03d".formatted(++serial))
                .put("mdtrtarea_admvs", careArea)
                .put("insuplc_admdvs", "320115")
                .put("fixmedins_code", fixmedinsCode)
                .put(
                        "input",
                        Body.of(
                                "data",
                                Body.builder()
                                        .put("mdtrt_cert_type", "02")
                                        .put("mdtrt_cert_no", "320115190001010003")
                                        .put("certno", "320115190001010003")
                                        .put("psn_name", "张示例")
                                        .build()))
                .build();
        byte[] bytes = Json.write(envelope);
        return new PeerMessage(
                from, to, "320115", "0".repeat(32), 10_000, 1, 4, MessageHash.of(Envelope.read(bytes)), null, bytes);
    }

    private static void refused(List<String> speaksFor, PeerMessage message, String named) throws Exception {
        refusedBy("320000", speaksFor, message, named);
    }

    private static void refusedBy(String node, List<String> speaksFor, PeerMessage message, String named)
            throws Exception {
        Map<String, String> before = WORLD.effects();
        long journaled = journaled(node);

        String answer = post(node, speaksFor, message);

        assertThat(answer).startsWith("HTTP/1.1 403 ");
        Body body = Json.read(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(body.textOr("code", "")).isEqualTo("AUTH-PEER-001");
        assertThat(body.textOr("message", "")).isEqualTo("对端证书不代表区划" + named);
        assertThat(body.textOr("message_en", "")).contains("does not speak for area " + named);
        assertThat(body.textOr("who", "")).isEqualTo("platform");
        assertThat(body.get("success")).isEqualTo(new Value.Bool(false));
        assertThat(WORLD.effects()).isEqualTo(before);
        assertThat(journaled(node)).as("journaled").isEqualTo(journaled + 1);
    }

    private static long journaled(String node) {
        return WorldExtension.countIn(
                WORLD.world().gateway(node), "select 1 from exchange where code = 'AUTH-PEER-001'");
    }

    private static String post(List<String> speaksFor, PeerMessage message) throws Exception {
        return post("320000", speaksFor, message);
    }

    private static String post(String node, List<String> speaksFor, PeerMessage message) throws Exception {
        Tls identity = WORLD.world().certificates().issue("intruder" + ++serial, speaksFor);
        String body = new String(PeerCodec.write(message), StandardCharsets.UTF_8);
        try (TlsWire wire =
                TlsWire.to(WORLD.world().gateway(node).peerPort(), WORLD.world().certificates(), identity)) {
            return wire.send("POST /exchange/v1/messages HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + "Content-Type: application/json\r\nContent-Length: "
                            + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                    .readUntilClosed();
        }
    }
}
