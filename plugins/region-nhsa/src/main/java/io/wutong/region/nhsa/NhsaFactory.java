package io.wutong.region.nhsa;

import io.vertx.core.Future;
import io.wutong.spi.AdapterConfig;
import io.wutong.spi.Body;
import io.wutong.spi.Capability;
import io.wutong.spi.Descriptor;
import io.wutong.spi.Limits;
import io.wutong.spi.PluginServices;
import io.wutong.spi.RegionAdapter;
import io.wutong.spi.RegionAdapterFactory;
import io.wutong.support.Sm;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.pf4j.Extension;

/** Makes adapters of regions that speak the national interface, below us or above. */
@Extension
public final class NhsaFactory implements RegionAdapterFactory {

    static final Set<String> TRANSACTIONS = Set.of(
            "1101", "2001", "2201", "2202", "2203", "2206", "2207", "2208", "2303", "2304", "2305", "2401", "2402",
            "2403", "2404", "2405", "2501", "2502", "2503", "2504", "2505", "2506", "5201", "5202", "5203", "5204",
            "5205", "5206", "5301", "5302", "5303", "5304");

    private static final Descriptor DESCRIPTOR = new Descriptor(
            "region-nhsa",
            "国家接口适配器（参保地或上级平台）· National interface as home or uplink",
            Set.of(
                    Capability.PERSON,
                    Capability.ENTITLEMENT,
                    Capability.STAY,
                    Capability.TRIAL,
                    Capability.SETTLE,
                    Capability.CANCEL,
                    Capability.REVERSE,
                    Capability.QUERY,
                    Capability.ACCUMULATORS,
                    Capability.DAY_ROWS),
            TRANSACTIONS,
            Limits.DEFAULT);

    @Override
    public Descriptor descriptor() {
        return DESCRIPTOR;
    }

    @Override
    public Future<RegionAdapter> create(AdapterConfig config, PluginServices services) {
        NhsaConfig settings = NhsaConfig.of(config.settings());
        NhsaConfig.Tif tif = settings.tif();
        if (tif != null) {
            services.secret(tif.tokenSecret()); // a missing one is a start-up error
        }
        return services.work(() -> warm(settings, services)).map(ready -> new NhsaAdapter(settings, services));
    }

    /** Keys are tried and classes are read from the jar now, not under the first patient's call. */
    private static Body warm(NhsaConfig settings, PluginServices services) {
        NhsaConfig.OAuth oauth = settings.oauth();
        if (oauth != null && oauth.encrypts()) {
            byte[] text = "{}".getBytes(StandardCharsets.UTF_8);
            Sm.sign(
                    text,
                    Sm.privateKey(services.secret(oauth.privateKeySecret()).text()),
                    oauth.userId());
            ClientCipher.decrypt(ClientCipher.encrypt(text, oauth.clientId()), oauth.clientId());
        }
        NhsaConfig.Signed answers = settings.answers();
        if (answers != null) {
            Sm.verify(new byte[1], "", Sm.publicKey(answers.publicKey()), answers.userId());
        }
        Transport.signature("0", "", "");
        return Body.EMPTY;
    }
}
