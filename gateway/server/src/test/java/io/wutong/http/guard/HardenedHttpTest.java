package io.wutong.http.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import org.junit.jupiter.api.Test;

class HardenedHttpTest {

    private final PemKeyCertOptions identity = new PemKeyCertOptions();

    @Test
    void should_state_every_limit_when_options_are_made() {
        HttpServerOptions options = HardenedHttp.plain("127.0.0.1", 0);
        assertThat(options.getIdleTimeout()).isEqualTo(30);
        assertThat(options.getMaxHeaderSize()).isEqualTo(8 * 1024);
        assertThat(options.getMaxChunkSize()).isEqualTo(8 * 1024);
        assertThat(options.getInitialSettings().getMaxConcurrentStreams()).isEqualTo(100);
        assertThat(options.getInitialSettings().getMaxHeaderListSize()).isEqualTo(8 * 1024);
        assertThat(options.getHttp2RstFloodMaxRstFramePerWindow()).isEqualTo(200);
        assertThat(options.isHttp2ClearTextEnabled()).isFalse();
        assertThat(options.isDecompressionSupported()).isFalse();
        assertThat(options.isUseProxyProtocol()).isFalse();
        assertThat(options.isSsl()).isFalse();
    }

    @Test
    void should_allow_only_tls_1_2_and_1_3_when_options_are_for_tls() {
        for (HttpServerOptions options : new HttpServerOptions[] {
            HardenedHttp.tls("127.0.0.1", 0, identity),
            HardenedHttp.mutualTls("127.0.0.1", 0, identity, new PemTrustOptions())
        }) {
            assertThat(options.isSsl()).isTrue();
            assertThat(options.getEnabledSecureTransportProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
            assertThat(options.getSslHandshakeTimeout()).isEqualTo(10);
        }
    }

    @Test
    void should_ask_for_a_certificate_only_when_tls_is_mutual() {
        assertThat(HardenedHttp.mutualTls("127.0.0.1", 0, identity, new PemTrustOptions())
                        .getClientAuth())
                .isEqualTo(ClientAuth.REQUIRED);
        assertThat(HardenedHttp.tls("127.0.0.1", 0, identity).getClientAuth()).isEqualTo(ClientAuth.NONE);
    }

    @Test
    void should_refuse_a_limit_when_it_is_none() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpLimits.standard().withIdleSeconds(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HttpLimits.standard().withInFlightMax(-1));
    }
}
