package io.wutong.host;

import io.wutong.spi.Body;
import io.wutong.spi.Capability;
import io.wutong.spi.Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One configured adapter: which plugin, for whom, with what.
 *
 * @param name unique in the process; payment channels are found by it
 * @param pluginId the plugin that makes it
 * @param area the area it answers for, six digits
 * @param settings checked against the jar's {@code schemas/config.json}
 * @param secrets what {@code PluginServices.secret} hands out, by name
 * @param allowedHosts {@code host:port} of all that it may call
 * @param required what its node asks of it; the host refuses to start when the descriptor lacks one
 * @param tls its TLS identity
 * @param limits what it may use
 * @param calls how much may be under way at it, and when it is cut off
 * @param databases what {@code PluginServices.sql} reaches, by name
 * @param serving which visits of its area
 */
public record AdapterSpec(
        String name,
        String pluginId,
        String area,
        Body settings,
        Map<String, Secret> secrets,
        List<String> allowedHosts,
        Set<Capability> required,
        TlsSpec tls,
        ServiceLimits limits,
        CallLimits calls,
        Map<String, DatabaseSpec> databases,
        Serving serving) {

    /** The area of channels, readers and notifiers, which serve the whole process. */
    public static final String WHOLE_PROCESS = "100000";

    public AdapterSpec {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(pluginId, "pluginId");
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(settings, "settings");
        secrets = Map.copyOf(secrets);
        allowedHosts = List.copyOf(allowedHosts);
        required = Set.copyOf(required);
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(calls, "calls");
        databases = Map.copyOf(databases);
        Objects.requireNonNull(serving, "serving");
    }

    /** An adapter without settings, secrets or network; add what it needs. */
    public static AdapterSpec of(String name, String pluginId, String area) {
        return new AdapterSpec(
                name,
                pluginId,
                area,
                Body.EMPTY,
                Map.of(),
                List.of(),
                Set.of(),
                TlsSpec.JDK,
                ServiceLimits.DEFAULT,
                CallLimits.ADAPTER,
                Map.of(),
                Serving.ALL);
    }

    public AdapterSpec withName(String other) {
        return new AdapterSpec(
                other,
                pluginId,
                area,
                settings,
                secrets,
                allowedHosts,
                required,
                tls,
                limits,
                calls,
                databases,
                serving);
    }

    public AdapterSpec withSettings(Body other) {
        return new AdapterSpec(
                name, pluginId, area, other, secrets, allowedHosts, required, tls, limits, calls, databases, serving);
    }

    public AdapterSpec withSecrets(Map<String, Secret> others) {
        return new AdapterSpec(
                name, pluginId, area, settings, others, allowedHosts, required, tls, limits, calls, databases, serving);
    }

    public AdapterSpec withAllowedHosts(String... others) {
        return new AdapterSpec(
                name,
                pluginId,
                area,
                settings,
                secrets,
                List.of(others),
                required,
                tls,
                limits,
                calls,
                databases,
                serving);
    }

    public AdapterSpec withRequired(Capability... others) {
        return new AdapterSpec(
                name,
                pluginId,
                area,
                settings,
                secrets,
                allowedHosts,
                Set.of(others),
                tls,
                limits,
                calls,
                databases,
                serving);
    }

    public AdapterSpec withTls(TlsSpec other) {
        return new AdapterSpec(
                name,
                pluginId,
                area,
                settings,
                secrets,
                allowedHosts,
                required,
                other,
                limits,
                calls,
                databases,
                serving);
    }

    public AdapterSpec withLimits(ServiceLimits other) {
        return new AdapterSpec(
                name, pluginId, area, settings, secrets, allowedHosts, required, tls, other, calls, databases, serving);
    }

    public AdapterSpec withCalls(CallLimits other) {
        return new AdapterSpec(
                name,
                pluginId,
                area,
                settings,
                secrets,
                allowedHosts,
                required,
                tls,
                limits,
                other,
                databases,
                serving);
    }

    public AdapterSpec withDatabases(Map<String, DatabaseSpec> others) {
        return new AdapterSpec(
                name, pluginId, area, settings, secrets, allowedHosts, required, tls, limits, calls, others, serving);
    }

    public AdapterSpec withServing(Serving other) {
        return new AdapterSpec(
                name, pluginId, area, settings, secrets, allowedHosts, required, tls, limits, calls, databases, other);
    }
}
