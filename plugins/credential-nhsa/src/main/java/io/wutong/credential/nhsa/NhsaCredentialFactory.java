package io.wutong.credential.nhsa;

import io.vertx.core.Future;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Capability;
import io.wutong.spi.CredentialReader;
import io.wutong.spi.CredentialReaderFactory;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Limits;
import io.wutong.spi.PluginServices;
import java.util.Set;
import org.pf4j.Extension;

/** Makes readers of social security cards, identity numbers and e-vouchers. */
@Extension
public final class NhsaCredentialFactory implements CredentialReaderFactory {

    @Override
    public Descriptor descriptor() {
        return new Descriptor(
                "credential-nhsa",
                "社保卡、身份证与医保电子凭证 (social security card, ID number, e-voucher)",
                Set.of(Capability.PERSON),
                Set.of(),
                Limits.DEFAULT);
    }

    @Override
    public Future<CredentialReader> create(AdapterConfig config, PluginServices services) {
        try {
            return Future.succeededFuture(new NhsaCredentialReader(Settings.read(config.settings()), services));
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(e);
        }
    }
}
