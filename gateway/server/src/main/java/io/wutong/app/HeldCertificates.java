package io.wutong.app;

import io.vertx.core.buffer.Buffer;
import io.wutong.host.AdapterSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The certificates that the configuration names: of our listeners, and of what each adapter serves is told. */
final class HeldCertificates implements Supplier<List<CertificateWatch.Held>> {

    private final AppConfig config;
    private final Supplier<List<AdapterSpec>> adapters;

    /** @param adapters as they are served now; a reload may have brought renewed ones */
    HeldCertificates(AppConfig config, Supplier<List<AdapterSpec>> adapters) {
        this.config = config;
        this.adapters = adapters;
    }

    @Override
    public List<CertificateWatch.Held> get() {
        List<CertificateWatch.Held> held = new ArrayList<>();
        listener("hospital", config.hospital(), held);
        listener("peer", config.peer(), held);
        listener("callbacks", config.callbacks(), held);
        listener("admin", config.admin(), held);
        for (AdapterSpec spec : adapters.get()) {
            spec.secrets()
                    .forEach((name, secret) -> held.add(new CertificateWatch.Held(spec.name(), name, secret.text())));
            buffer(spec.name(), "tls.certificate", spec.tls().certificate(), held);
            buffer(spec.name(), "tls.trust", spec.tls().trust(), held);
        }
        return held;
    }

    private static void buffer(String owner, String name, @Nullable Buffer pem, List<CertificateWatch.Held> held) {
        if (pem != null) {
            held.add(new CertificateWatch.Held(owner, name, pem.toString(StandardCharsets.ISO_8859_1)));
        }
    }

    private static void listener(String name, AppConfig.@Nullable Listener listener, List<CertificateWatch.Held> held) {
        AppConfig.@Nullable Tls tls = listener == null ? null : listener.tls();
        if (tls != null) {
            file("listener." + name, "certificate", tls.certificate(), held);
            Path ca = tls.ca();
            if (ca != null) {
                file("listener." + name, "ca", ca, held);
            }
        }
    }

    private static void file(String owner, String name, Path path, List<CertificateWatch.Held> held) {
        try {
            held.add(new CertificateWatch.Held(
                    owner, name, Files.readString(Objects.requireNonNull(path, "path"), StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            held.add(new CertificateWatch.Held(owner, name, CertificateWatch.UNREADABLE));
        }
    }
}
