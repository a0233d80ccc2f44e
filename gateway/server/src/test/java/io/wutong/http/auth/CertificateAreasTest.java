package io.wutong.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.wutong.http.auth.Verified.Reason;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAreasTest {

    @TempDir
    private Path directory;

    private Verified<Set<String>> areasOf(String... names) {
        return CertificateAreas.of(
                TestIdentity.withNames(directory, "peer", names).certificate());
    }

    @Test
    void should_yield_every_area_when_certificate_names_several() {
        assertThat(areasOf("dns:peer.example", "uri:wutong:area:320000", "uri:wutong:area:321102"))
                .isEqualTo(Verified.valid(Set.of("320000", "321102")));
    }

    @Test
    void should_refuse_when_certificate_names_no_area() {
        Verified<Set<String>> none = Verified.invalid(Reason.CERTIFICATE_WITHOUT_AREA);
        assertThat(areasOf()).isEqualTo(none);
    }

    @Test
    void should_refuse_when_the_name_is_of_another_kind() {
        assertThat(areasOf("dns:peer.example", "uri:https://peer.example/320000"))
                .isEqualTo(Verified.invalid(Reason.CERTIFICATE_WITHOUT_AREA));
    }

    @Test
    void should_refuse_the_whole_when_one_name_of_ours_is_not_understood() {
        assertThat(areasOf("uri:wutong:area:320000", "uri:wutong:area:32000"))
                .isEqualTo(Verified.invalid(Reason.CERTIFICATE_MALFORMED));
    }
}
